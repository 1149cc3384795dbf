namespace Tessera.Optimizers.Dln.Proposals;

/// <summary>How a better prompt is asked for, where nothing else is configured.</summary>
internal static class ProposalTexts
{
    public const string Version = "dln-proposal/1";

    public const string Template =
        """
        Somebody answers questions by following an instruction. Improve the instruction.

        <current-instruction>
        {{ prompt }}
        </current-instruction>
        {% if errors.size > 0 %}
        These questions were answered wrongly:
        {%- for example in errors %}
        - Question: {{ example.input }}
        {%- if example.hidden != "" %}
          Thoughts: {{ example.hidden }}
        {%- endif %}
          Answer given: {{ example.output }}
          Right answer: {{ example.target }}
        {%- endfor %}
        {% endif -%}
        {%- if successes.size > 0 %}
        These questions were answered rightly:
        {%- for example in successes %}
        - Question: {{ example.input }}
        {%- if example.hidden != "" %}
          Thoughts: {{ example.hidden }}
        {%- endif %}
          Answer: {{ example.target }}
        {%- endfor %}
        {% endif %}
        {{ message }} Write the new instruction and nothing else.

        <new-instruction>

        """;
}
