using System.Text.Json.Nodes;
using Tessera.Sdk.Prompts;
using Tessera.Sdk.Randomness;

namespace Tessera.Sdk.Testing.Optimizers;

/// <summary>The task that the kit sets an optimizer. The language models are the kit's own: small ones whose every probability is known.</summary>
public sealed class PromptOptimizerConformanceOptions
{
    /// <summary>The program to improve. The kit's models know sixteen words, <c>yes</c>, <c>no</c>, <c>aye</c> and <c>nay</c> among them.</summary>
    /// <value>The default value is one layer with the classes yes and no.</value>
    public PromptProgram Program { get; set; } = new([new PromptLayer
    {
        Name = "answer",
        Prompt = "Answer the question.",
        Template = "{{ prompt }}\n\nQuestion: {{ input }}\nAnswer:",
        Classes = [new AnswerClass("yes", ["yes"]), new AnswerClass("no", ["no"])],
        MaxTokens = 8,
    }]);

    /// <summary>Renders templates.</summary>
    /// <value>The default value is a plain renderer, which knows no template language: it shows the template, and below it all variables.</value>
    public ITemplateRenderer Templates { get; set; } = new PlainRenderer();

    /// <summary>How many examples there are to learn from, and as many to choose by.</summary>
    /// <value>The default value is 4.</value>
    public int Examples { get; set; } = 4;

    /// <summary>Whether a program's score is the same in every search; it is not where it is estimated from texts that a search draws.</summary>
    /// <value>The default value is true.</value>
    public bool ScoresAreExact { get; set; } = true;

    /// <summary>The origin of the models' probabilities and of the optimizer's own random choices.</summary>
    /// <value>The default value is the seed 1.</value>
    public Seed Seed { get; set; } = new(1);

    /// <summary>The part's own options as a pipeline says them, for the check that has it made by a host.</summary>
    /// <value>The default value is null: the options' own defaults.</value>
    public JsonObject? PartOptions { get; set; }

    /// <summary>How long any one check may take.</summary>
    /// <value>The default value is 30 seconds.</value>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(30);
}
