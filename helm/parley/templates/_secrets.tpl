{{- /* Secrets that the chart makes: drawn once, kept on every upgrade. */}}

{{- define "parley.generatedName" -}}{{ include "parley.component" (list . "generated") }}{{- end }}

{{- /* As JSON: the keys of the generated Secret that this release needs. */}}
{{- define "parley.generatedKeys" -}}
{{- $keys := list -}}
{{- if not .Values.history.credentialSecret }}{{- $keys = append $keys "internal-credential" }}{{- end -}}
{{- if eq (include "parley.mode" (list . "postgresql")) "evaluation" -}}
{{- $keys = concat $keys (list "postgresql-superuser-password" "postgresql-password" "postgresql-history-password") -}}
{{- end -}}
{{- if eq (include "parley.mode" (list . "identity")) "evaluation" -}}
{{- $keys = concat $keys (list "keycloak-admin-password" "people-password") -}}
{{- end -}}
{{- dict "keys" $keys | toJson -}}
{{- end }}

{{- /* (list $ "secret" "key"): what stands in the cluster under that name, or else something new, drawn once a render:
the checksum that rolls pods has to be of what is installed. In Base64. */}}
{{- define "parley.drawn" -}}
{{- $root := index . 0 -}}
{{- $id := printf "%s/%s" (index . 1) (index . 2) -}}
{{- if not (hasKey $root.Values "drawn") }}{{- $_ := set $root.Values "drawn" dict }}{{- end -}}
{{- if not (hasKey $root.Values.drawn $id) -}}
{{- $there := lookup "v1" "Secret" $root.Release.Namespace (index . 1) -}}
{{- $old := dig "data" (index . 2) "" ($there | default dict) -}}
{{- $_ := set $root.Values.drawn $id ($old | default (randAlphaNum 40 | b64enc)) -}}
{{- end -}}
{{- index $root.Values.drawn $id -}}
{{- end }}

{{- /* (list $ "secret" "key"): a checksum of a secret's value, whoever made it; of nothing where it is not readable. */}}
{{- define "parley.secretChecksum" -}}
{{- $root := index . 0 -}}
{{- $name := index . 1 -}}
{{- $own := list (include "parley.generatedName" $root) (printf "%s-owner" (include "parley.postgresCluster" $root)) (printf "%s-reader" (include "parley.postgresCluster" $root)) -}}
{{- if has $name $own -}}
{{- include "parley.drawn" . | sha256sum -}}
{{- else -}}
{{- dig "data" (index . 2) "" (lookup "v1" "Secret" $root.Release.Namespace $name | default dict) | sha256sum -}}
{{- end -}}
{{- end }}
