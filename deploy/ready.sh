#!/usr/bin/env bash
# Ends with 0 if the silo beside it is ready. The image has no curl, and a .NET process every ten seconds would cost more than it tells.
#   ready.sh [PORT]     of Telemetry:Url, 9464
exec 3<>"/dev/tcp/127.0.0.1/${1:-9464}" || exit 1
printf 'GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
IFS= read -r status <&3
[[ $status == *" 200 "* ]]
