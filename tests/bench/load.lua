-- The requests of every measurement, for wrk:  wrk … -s load.lua URL -- KIND TOKEN ZONES RUN
-- KIND is one of those below, ZONES how many zones z0000000.org … there are, RUN a word that no other run on this database has.
-- Prints one line, RESULT rate p50 p99 failed: per second, microseconds, and answers that were no success.

local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

local zone_body = '{"name":"%s","ns":["ns1.hoster.net","ns2.hoster.net"],"email":"hostmaster@hoster.net",' ..
    '"refresh":10800,"retry":3600,"expire":1814400,"ttl":43200}'

local function name(index) return string.format("d%07d.reg", index) end
local function zone(index) return string.format("z%07d.org", index) end

-- Requests that can be repeated are made once, so that the driver costs the same for the server and for the bare handlers.
local function prepared(count, make)
    local all, at = {}, 0
    for i = 1, count do all[i] = make() end
    return function()
        at = at % count + 1
        return all[at]
    end
end

function init(args)
    local kind, token, zones, run = args[1], args[2], tonumber(args[3]), args[4]
    math.randomseed(number * 7919 + 1)
    local headers = { ["Authorization"] = "Bearer " .. token, ["Content-Type"] = "application/json" }
    local any_version = { ["If-Match"] = "*" }
    for name, value in pairs(headers) do any_version[name] = value end
    local function any() return zone(math.random(0, zones - 1)) end
    local n = 0
    -- Scattered over the index as real names are: n is below 2^21, so the product is exact.
    local function fresh()
        n = n + 1
        return string.format("%08x%st%d", (n * 2654435761) % 4294967296, run, number)
    end
    local kinds = {
        get = prepared(2000, function() return wrk.format("GET", "/zones/" .. any(), headers) end),
        page = prepared(2000, function() return wrk.format("GET", "/zones?limit=100&marker=" .. any(), headers) end),
        explain = prepared(2000, function() return wrk.format("GET", "/tlds/explain?name=x." .. any(), headers) end),
        list = prepared(1, function() return wrk.format("GET", "/zones", headers) end),
        json = prepared(2000, function() return wrk.format("GET", "/json?" .. any(), headers) end),
        empty = prepared(2000, function() return wrk.format("GET", "/empty?" .. any(), headers) end),
        create = function()
            return wrk.format("POST", "/zones", headers, string.format(zone_body, "n" .. fresh() .. ".net"))
        end,
        ["group-http"] = function()
            return wrk.format("POST", "/group", headers, string.format(zone_body, "n" .. fresh() .. ".net"))
        end,
        ["single-http"] = function()
            return wrk.format("POST", "/single", headers, string.format(zone_body, "n" .. fresh() .. ".net"))
        end,
        -- A set that is not there yet: PUT needs no If-Match for that.
        put = function()
            local name = any()
            local path = "/zones/" .. name .. "/recordsets/h" .. fresh() .. "." .. name .. "/A"
            return wrk.format("PUT", path, headers, '{"records":["192.0.2.1"]}')
        end,
        -- A value more in sets of one and the same zone: PATCH with add needs no If-Match.
        busy = function()
            local path = "/zones/" .. zone(0) .. "/recordsets/p" .. fresh() .. "." .. zone(0) .. "/A"
            return wrk.format("PATCH", path, headers, '{"add":["192.0.2.1"]}')
        end,
        -- Names of a registrar, one of whom there are ZONES: d0000000.reg, …
        register = function()
            return wrk.format("PUT", "/domains", headers, '{"name":"r' .. fresh() .. '.reg","ns":["ns1.hoster.net","ns2.hoster.net"]}')
        end,
        domain = prepared(2000, function() return wrk.format("GET", "/domains/" .. name(math.random(0, zones - 1)), headers) end),
        rdap = prepared(2000, function() return wrk.format("GET", "/rdap/domain/" .. name(math.random(0, zones - 1)), {}) end),
        rekey = function()
            return wrk.format("POST", "/domains/" .. name(math.random(0, zones - 1)), headers, '{"chg":{"authInfo":{"generate":true}}}')
        end,
        find = prepared(2000, function()
            return wrk.format("GET", "/domains/?do=search&field[name][eq]=" .. name(math.random(0, zones - 1)), headers)
        end),
        -- Entities s0000000, … of the kind student, whose school a teacher attests again and again.
        attest = function()
            local student = string.format("/api/student/s%07d", math.random(0, zones - 1))
            return wrk.format("POST", student .. "/school/attest", headers,
                '{"attestor":"/api/teacher/t1","value":"UP Public School"}')
        end,
        entity = prepared(2000, function()
            return wrk.format("GET", string.format("/api/student/s%07d", math.random(0, zones - 1)), headers)
        end),
        -- Another address for the host that as many delegations as there are ZONES use.
        glue = function()
            n = n + 1
            local hub = "hub.glue" .. zones .. ".org"
            local address = "198.18." .. math.floor(n / 250) % 250 .. "." .. n % 250
            return wrk.format("PUT", "/zones/" .. hub .. "/recordsets/ns1." .. hub .. "/A", any_version,
                '{"records":["' .. address .. '"]}')
        end,
    }
    request = kinds[kind]
end

function done(summary, latency)
    local errors = summary.errors
    local failed = errors.status + errors.connect + errors.read + errors.write + errors.timeout
    print(string.format("RESULT %.1f %d %d %d", summary.requests / (summary.duration / 1e6),
        latency:percentile(50), latency:percentile(99), failed))
end
