namespace Tessera.Optimizers.Dln.Hidden;

/// <summary>How hidden texts are asked for, where nothing else is configured.</summary>
internal static class HiddenTexts
{
    public const string PosteriorVersion = "dln-posterior/1";

    public const string EditVersion = "dln-edit/1";

    public const string Posterior =
        """
        {{ context }}
        (Whoever reads this must come to the following answer, which itself is not to be named.)
        <answer>
        {{ target }}
        </answer>

        """;

    public const string Edit =
        """
        Somebody reads the thoughts about a question and answers by an instruction. Rewrite the thoughts so that the answer becomes the right one.

        <next-instruction>
        {{ next_prompt }}
        </next-instruction>
        <instruction>
        {{ prompt }}
        </instruction>
        <input>
        {{ input }}
        </input>
        <thoughts>
        {{ hidden }}
        </thoughts>
        <answer>
        {{ target }}
        </answer>
        {{ message }} Write the new thoughts and nothing else:

        """;
}
