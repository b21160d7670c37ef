# Makes a PostgreSQL cluster, runs it, and stops it when nobody has used it for a while or when told to (TERM).
# Arguments: the server programs' directory, the data directory, the users' lock file, the port.
set -u
programs=$1 data=$2 users=$3 port=$4

"$programs/initdb" --pgdata="$data" --auth=trust --username=domesday --encoding=UTF8 --locale=C --no-sync >/dev/null || exit 1

# Durability is not what these tests test on PostgreSQL, and waiting for the disk is most of their time.
"$programs/postgres" -D "$data" -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories= \
    -c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=400 -c shared_buffers=64MB &
server=$!

stop() {
    kill -INT "$server" 2>/dev/null
    wait "$server"
    rm -rf "$data"/*
    exit 0
}
trap stop TERM INT HUP

idle=0
while kill -0 "$server" 2>/dev/null; do
    sleep 5 &
    wait $!
    # Held shared by every test process that uses the cluster. Whoever gets it alone is alone; and while we hold it, newcomers
    # wait, and find that the cluster is gone.
    exec 9<"$users"
    if flock --nonblock --exclusive 9; then
        idle=$((idle + 1))
        [ "$idle" -lt 6 ] || stop
    else
        idle=0
    fi
    exec 9<&-
done
wait "$server"
