# Makes a PostgreSQL cluster that one test has to itself, and does what that test orders, line by line, on standard input:
# `start PORT`, `fast`, `immediate`, `freeze` and `thaw`, each answered by a line with 0, or with what went wrong. At the end of the input, which is
# the end of the test too if it was killed, the server is stopped and its data removed.
# Arguments: the server programs' directory, the data directory, the server's log.
set -u
programs=$1 data=$2 log=$3
trap '' INT HUP

# A server that is killed loses nothing that it had given to the system, so nothing need reach the disk; but a commit is not answered before.
options="-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c max_connections=200 -c shared_buffers=64MB"

"$programs/initdb" --pgdata="$data" --auth=trust --username=domesday --encoding=UTF8 --locale=C --no-sync >>"$log" 2>&1 || exit 1

# Sends a signal to the process that takes connections.
signal() {
    kill -s "$1" "$(head -n 1 "$data/postmaster.pid")" 2>>"$log"
}

while read -r order port; do
    case $order in
        start) "$programs/pg_ctl" start --wait --timeout=60 --pgdata="$data" --log="$log" --options="-p $port $options" >>"$log" 2>&1 ;;
        freeze) signal STOP ;;
        thaw) signal CONT ;;
        *) "$programs/pg_ctl" stop --wait --timeout=60 --pgdata="$data" --mode="$order" >>"$log" 2>&1 ;;
    esac
    echo $?
done
signal CONT
"$programs/pg_ctl" stop --wait --timeout=60 --pgdata="$data" --mode=immediate >>"$log" 2>&1
rm -rf "$data"
