{{- define "parley.testScript" -}}
{{- $gateway := include "parley.component" (list . "gateway") -}}
{{- $message := include "parley.component" (list . "message") -}}
{{- $history := include "parley.component" (list . "history") -}}
set -eu
cd /tmp

# expect WHAT STATUS CURL-ARGUMENTS...
expect() {
  what=$1
  wanted=$2
  shift 2
  status=$(curl -sS --max-time 20 -o answer -w '%{http_code}' "$@") || status="none"
  if [ "$status" != "$wanted" ]; then
    echo "FAILED $what: $status instead of $wanted"
    cat answer 2>/dev/null || true
    exit 1
  fi
  echo "ok     $what"
}

# field NAME: a text field of the last answer
field() {
  sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" answer | head -n 1
}

expect "gateway is ready" 200 http://{{ $gateway }}:9080/q/health/ready
expect "message-service is ready" 200 http://{{ $message }}:9084/q/health/ready
expect "history-service is ready" 200 http://{{ $history }}:9082/q/health/ready
expect "no connection without a token" 401 http://{{ $gateway }}:8080/ws -H 'Connection: Upgrade' -H 'Upgrade: websocket' \
  -H 'Sec-WebSocket-Version: 13' -H 'Sec-WebSocket-Key: cGFybGV5LWhlbG0tdGVzdA==' -H 'Sec-WebSocket-Protocol: parley.v1.json'
expect "no command without a token" 401 http://{{ $gateway }}:8080/api/commands -H 'Content-Type: application/json' -d '{}'
expect "no reading without a token" 401 http://{{ $history }}:8082/api/rooms
expect "no door for gateways without the credential" 401 http://{{ $history }}:8083/internal/memberships \
  -H 'Content-Type: application/json' -d '{"users":[]}'
{{- if eq (include "parley.mode" (list . "identity")) "evaluation" }}

echo "grant_type=password&client_id={{ .Values.identity.cliClient }}&username={{ first .Values.identity.evaluation.people }}&password=$PEOPLE_PASSWORD" > sign-in
expect "signing in" 200 {{ include "parley.issuerInternal" . }}/protocol/openid-connect/token -d @sign-in
printf 'Authorization: Bearer %s' "$(field access_token)" > authorization
id=helm-test-$(date +%s)
expect "creating a room" 200 http://{{ $gateway }}:8080/api/commands -H @authorization -H 'Content-Type: application/json' \
  -d "{\"type\":\"createRoom\",\"id\":\"$id-room\",\"name\":\"helm test\",\"kind\":\"private\"}"
room=$(field room)
expect "saying something" 200 http://{{ $gateway }}:8080/api/commands -H @authorization -H 'Content-Type: application/json' \
  -d "{\"type\":\"post\",\"id\":\"$id-post\",\"room\":\"$room\",\"text\":\"$id\"}"
expect "reading it" 200 "http://{{ $history }}:8082/api/rooms/$room/messages?minSequence=3" -H @authorization
grep -q "\"$id\"" answer || { echo "FAILED what was said is not there"; cat answer; exit 1; }
echo "ok     what was said is there"
{{- end }}
{{- end }}
