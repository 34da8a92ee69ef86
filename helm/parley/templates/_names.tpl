{{- /* Names and labels. Components are gateway, message, history, kafka, postgresql, keycloak. */}}

{{- define "parley.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{- /* Short enough for every suffix: names of pods and services have 63 characters. */}}
{{- define "parley.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- else if contains (include "parley.name" .) .Release.Name -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name (include "parley.name" .) | trunc 40 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- /* (list $ "gateway") -> <release>-gateway */}}
{{- define "parley.component" -}}
{{- printf "%s-%s" (include "parley.fullname" (index . 0)) (index . 1) -}}
{{- end }}

{{- /* (list $ "gateway"): what selects the pods; must never change. */}}
{{- define "parley.selector" -}}
{{- $root := index . 0 -}}
app.kubernetes.io/name: {{ include "parley.name" $root }}
app.kubernetes.io/instance: {{ $root.Release.Name }}
{{- if gt (len .) 1 }}
app.kubernetes.io/component: {{ index . 1 }}
{{- end }}
{{- end }}

{{- /* (list $ "gateway") or (list $): all labels of an object. */}}
{{- define "parley.labels" -}}
{{- $root := index . 0 -}}
{{ include "parley.lastingLabels" . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end }}

{{- /* (list $ "kafka"): labels that every version of the chart gives alike: of what would restart for another one. */}}
{{- define "parley.lastingLabels" -}}
{{ include "parley.selector" . }}
app.kubernetes.io/part-of: parley
app.kubernetes.io/managed-by: {{ (index . 0).Release.Service }}
{{- with (index . 0).Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- /* (list $ "name" "component" annotations): an object's metadata; component "" for what belongs to none. */}}
{{- define "parley.metadata" -}}
{{- $root := index . 0 -}}
{{- $component := index . 2 -}}
{{- $annotations := merge (dict) (index . 3) $root.Values.commonAnnotations -}}
name: {{ index . 1 }}
namespace: {{ $root.Release.Namespace }}
labels:
  {{- if has $component (list "kafka" "postgresql" "keycloak") }}
  {{- /* Operators hand labels down to pods. */}}
  {{- include "parley.lastingLabels" (list $root $component) | nindent 2 }}
  {{- else if $component }}
  {{- include "parley.labels" (list $root $component) | nindent 2 }}
  {{- else }}
  {{- include "parley.labels" (list $root) | nindent 2 }}
  {{- end }}
{{- with $annotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* (list $ "gateway"): the image of a service; a digest wins over a tag. */}}
{{- define "parley.image" -}}
{{- $root := index . 0 -}}
{{- $image := (index $root.Values (index . 1)).image -}}
{{- $repository := $image.repository -}}
{{- with $root.Values.image.registry }}{{- $repository = printf "%s/%s" (trimSuffix "/" .) $repository }}{{- end -}}
{{- if $image.digest -}}
{{- printf "%s@%s" $repository $image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository ($image.tag | default $root.Values.image.tag | default $root.Chart.AppVersion) -}}
{{- end -}}
{{- end }}

{{- define "parley.serviceAccount" -}}
{{- $root := index . 0 -}}
{{- $account := (index $root.Values (index . 1)).serviceAccount -}}
{{- if $account.create -}}
{{- default (include "parley.component" .) $account.name -}}
{{- else -}}
{{- default "default" $account.name -}}
{{- end -}}
{{- end }}
