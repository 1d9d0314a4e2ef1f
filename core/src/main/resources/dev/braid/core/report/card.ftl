<#function cell text><#return text?replace("|", "\\|")></#function>
# Model card: ${name}

Run `${place}`. Made by Braid from the run's files. Gaps for the author are marked **TODO**.

## Model

- Task `${task}`, fusion `${fusion}`.
<#list parts as part>
- ${part[0]}: ${part[1]} parameters
</#list>
<#if weightsHash?has_content>
- Weights: checkpoint of step ${step}, `model.safetensors` with SHA-256 `${weightsHash}`
</#if>
- Spec: below, SHA-256 `${specHash}`

## Intended use

**TODO** (author): what the model is for, who is to use it, and what it must not be used for.

## Data

Source `${data}`; all its options are in the spec.

<#if samples?has_content>
| split | samples |
| --- | ---: |
<#list samples as row>
| ${row.name} | ${row.value} |
</#list>

</#if>
**TODO** (author): where the data comes from, its licence, whom and what it shows and leaves out.

## Training procedure

Optimizer `${optimizer}`<#if rate?has_content> with learning rate ${rate}</#if>, ${epochs} epochs at most, batches of ${batch}, seed ${seed}.
The checkpoint was chosen by `${measure}` on the validation split; the test split was measured once, afterwards.

Again: `./braid train --replay ${place}`

## Results

<#if measures?has_content>
| measure | test | validation |
| --- | ---: | ---: |
<#list measures as row>
| ${cell(row[0])} | ${row[1]} | ${row[2]} |
</#list>
<#else>
Not measured on a test split.
</#if>

<#if baselines?has_content>
Accuracy on test without a model:

| baseline | test |
| --- | ---: |
<#list baselines as row>
| ${cell(row[0])} | ${row[1]} |
</#list>
</#if>

## Limitations

**TODO** (author): where it fails, for whom, and what has not been measured.

## Cost

<#if cost?has_content>
| what | value |
| --- | ---: |
<#list cost as row>
| ${row.name} | ${row.value} |
</#list>
<#else>
Time and memory were not measured.
</#if>

## Environment

| what | value |
| --- | --- |
<#list environment as row>
| ${cell(row.name)} | ${cell(row.value)} |
</#list>

## Spec

```yaml
${spec}
```
