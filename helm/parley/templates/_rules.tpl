{{- /* (list $ "parley_delivery_seconds" "0.5" "5m"): the share of observations that took longer. */}}
{{- define "parley.slowShare" -}}
{{- $of := printf "namespace=%q" (index . 0).Release.Namespace -}}
1 - sum(rate({{ index . 1 }}_bucket{ {{- $of }},le="{{ index . 2 }}"}[{{ index . 3 }}])) / (sum(rate({{ index . 1 }}_count{ {{- $of }}}[{{ index . 3 }}])) > 0)
{{- end }}

{{- /* (list $ "Alert" "page" "summary"): labels and annotations of an alert. */}}
{{- define "parley.alert" -}}
{{- $root := index . 0 -}}
labels:
  severity: {{ index . 2 }}
  release: {{ $root.Release.Name }}
annotations:
  summary: {{ index . 3 | quote }}
  runbook_url: {{ printf "%s#%s" $root.Values.monitoring.runbookUrl (lower (index . 1)) | quote }}
{{- end }}

{{- /* The groups of the PrometheusRule. `page`: people notice now; `ticket`: they will. */}}
{{- define "parley.rules" -}}
{{- $root := . -}}
{{- $of := printf "namespace=%q" .Release.Namespace -}}
{{- $objective := .Values.monitoring.objective -}}
{{- $budget := printf "%.6f" (divf (subf 100 (float64 $objective.percent)) 100) -}}
{{- $times := list
  (dict "name" "delivery" "metric" "parley_delivery_seconds" "bound" $objective.deliverySeconds "alert" "ParleyDelivery" "says" "events reach their receivers")
  (dict "name" "accept" "metric" "parley_accept_seconds" "bound" $objective.acceptSeconds "alert" "ParleyAccept" "says" "commands are committed") -}}
groups:
  - name: parley-objectives
    rules:
      {{- range $time := $times }}
      {{- range $window := list "5m" "30m" "1h" "6h" }}
      - record: parley:{{ $time.name }}_slow:share{{ $window }}
        expr: {{ include "parley.slowShare" (list $root $time.metric $time.bound $window) }}
        labels: { {{- printf "namespace: %q" $root.Release.Namespace -}} }
      {{- end }}
      - alert: {{ $time.alert }}BudgetBurnsFast
        # At this rate 2 % of a month's budget are gone in an hour.
        expr: parley:{{ $time.name }}_slow:share1h{ {{- $of }}} > 14.4 * {{ $budget }} and parley:{{ $time.name }}_slow:share5m{ {{- $of }}} > 14.4 * {{ $budget }}
        for: 2m
        {{- include "parley.alert" (list $root (printf "%sBudgetBurnsFast" $time.alert) "page" (printf "Too few %s within %s s" $time.says $time.bound)) | nindent 8 }}
      - alert: {{ $time.alert }}BudgetBurnsSlowly
        expr: parley:{{ $time.name }}_slow:share6h{ {{- $of }}} > 6 * {{ $budget }} and parley:{{ $time.name }}_slow:share30m{ {{- $of }}} > 6 * {{ $budget }}
        for: 15m
        {{- include "parley.alert" (list $root (printf "%sBudgetBurnsSlowly" $time.alert) "ticket" (printf "For hours too few %s within %s s" $time.says $time.bound)) | nindent 8 }}
      {{- end }}
  - name: parley-services
    rules:
      {{- range $component := list "gateway" "message" "history" }}
      {{- $alert := printf "Parley%sGone" (title $component) }}
      - alert: {{ $alert }}
        expr: absent(up{ {{- $of }},container="{{ $component }}"} == 1)
        for: 1m
        {{- include "parley.alert" (list $root $alert "page" (printf "No %s can be scraped" (ternary $component (printf "%s-service" $component) (eq $component "gateway")))) | nindent 8 }}
      {{- end }}
      - alert: ParleyAnswersMissing
        # While PostgreSQL is away nothing is slow, since nothing ends: no histogram shows it.
        expr: max by (pod) (parley_gateway_oldest_command_seconds{ {{- $of }}}) > 5
        for: 1m
        {{- include "parley.alert" (list $root "ParleyAnswersMissing" "page" "Commands wait for answers that do not come") | nindent 8 }}
      - alert: ParleyCommandsRefused
        expr: sum(rate(parley_gateway_commands_total{ {{- $of }},result=~"refused|failed"}[2m])) / (sum(rate(parley_gateway_commands_total{ {{- $of }}}[2m])) > 0) > 0.05
        for: 2m
        {{- include "parley.alert" (list $root "ParleyCommandsRefused" "page" "Kafka does not take commands") | nindent 8 }}
      - alert: ParleyDeliveryFailures
        expr: sum by (pod) (increase(parley_delivery_failures_total{ {{- $of }}}[10m])) > 0
        {{- include "parley.alert" (list $root "ParleyDeliveryFailures" "page" "A gateway's delivery met an error that it should not meet") | nindent 8 }}
      - alert: ParleyDeadLetters
        expr: sum(increase(parley_dead_letters_total{ {{- $of }}}[15m])) > 0
        {{- include "parley.alert" (list $root "ParleyDeadLetters" "ticket" "Commands were put aside because nobody could read them") | nindent 8 }}
      - alert: ParleyHistorySlow
        expr: sum(rate(parley_history_seconds_bucket{ {{- $of }},le="1.0"}[10m])) / (sum(rate(parley_history_seconds_count{ {{- $of }}}[10m])) > 0) < 0.99
        for: 10m
        {{- include "parley.alert" (list $root "ParleyHistorySlow" "ticket" "More than 1 % of the reads take longer than a second") | nindent 8 }}
  - name: parley-lag
    rules:
      - alert: ParleyCommandsWait
        expr: sum(kafka_consumer_fetch_manager_records_lag{ {{- $of }},topic=~"parley[._]commands"}) > 5000
        for: 2m
        {{- include "parley.alert" (list $root "ParleyCommandsWait" "page" "More commands come than message-service decides") | nindent 8 }}
      - alert: ParleyEventsWait
        expr: max by (pod) (parley_events_lag_records{ {{- $of }}}) > 5000
        for: 2m
        {{- include "parley.alert" (list $root "ParleyEventsWait" "page" "A gateway does not keep up with the events") | nindent 8 }}
  - name: parley-connections
    rules:
      - alert: ParleyGatewayNearlyFull
        expr: max by (pod) (parley_gateway_connections{ {{- $of }}} / parley_gateway_connection_limit{ {{- $of }}}) > 0.85
        for: 5m
        {{- include "parley.alert" (list $root "ParleyGatewayNearlyFull" "page" "A gateway will soon refuse connections") | nindent 8 }}
      - alert: ParleyNoRoomForALostGateway
        expr: sum(parley_gateway_connections{ {{- $of }}}) > sum(parley_gateway_connection_limit{ {{- $of }}}) - max(parley_gateway_connection_limit{ {{- $of }}}) and count(parley_gateway_connections{ {{- $of }}}) > 1
        for: 15m
        {{- include "parley.alert" (list $root "ParleyNoRoomForALostGateway" "ticket" "If one gateway goes, the others cannot take its connections") | nindent 8 }}
      - alert: ParleyReconnectStorm
        # A quarter of everybody within a minute, let in or told to come again; a hundred are no storm.
        expr: sum(rate(parley_gateway_handshakes_total{ {{- $of }},result=~"accepted|busy"}[2m])) * 60 > 0.25 * sum(parley_gateway_connections{ {{- $of }}}) + 100
        for: 3m
        {{- include "parley.alert" (list $root "ParleyReconnectStorm" "page" "People connect again and again") | nindent 8 }}
      - alert: ParleyHandshakesFail
        expr: sum(rate(parley_gateway_handshakes_total{ {{- $of }},result=~"unavailable|failed|full|starting"}[5m])) / (sum(rate(parley_gateway_handshakes_total{ {{- $of }}}[5m])) > 0) > 0.05
        for: 5m
        {{- include "parley.alert" (list $root "ParleyHandshakesFail" "page" "Connections are refused through no fault of the clients") | nindent 8 }}
      - alert: ParleyResumesAskHistory
        expr: sum(rate(parley_gateway_resume_total{ {{- $of }},result=~"history|reset"}[15m])) / (sum(rate(parley_gateway_resume_total{ {{- $of }}}[15m])) > 1) > 0.5
        for: 15m
        {{- include "parley.alert" (list $root "ParleyResumesAskHistory" "ticket" "Half of those who return find their events in no gateway's memory") | nindent 8 }}
      - alert: ParleySlowClients
        expr: sum(rate(parley_gateway_slow_closed_total{ {{- $of }}}[10m])) * 600 > 0.01 * sum(parley_gateway_connections{ {{- $of }}}) + 10
        for: 10m
        {{- include "parley.alert" (list $root "ParleySlowClients" "ticket" "Many connections are closed because their clients do not read fast enough") | nindent 8 }}
      - alert: ParleyDrainHangs
        expr: max by (pod) (parley_gateway_draining{ {{- $of }}}) == 1
        for: 5m
        {{- include "parley.alert" (list $root "ParleyDrainHangs" "ticket" "A gateway that was told to stop has not stopped") | nindent 8 }}
{{- end }}
