using Tessera.Adapters.Tasks;
using Tessera.Adapters.Training.Data;
using Tessera.Adapters.Training.Losses;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Randomness;

namespace Tessera.Adapters.Training.Experts;

/// <summary>Makes the examples of experts. Those of a task come in an order of its own, whoever else is trained.</summary>
/// <param name="texts">Turns examples into tokens.</param>
/// <param name="loss">What they have to be fit for.</param>
/// <param name="seed">The origin of the orders.</param>
internal sealed class ExpertExamples(ExampleTexts texts, TrainingLoss loss, Seed seed)
{
    /// <summary>The examples of an expert.</summary>
    /// <param name="plan">The expert.</param>
    /// <param name="count">How many it takes in a step.</param>
    /// <exception cref="TesseraException">Examples of a task are not fit for the loss (TESS5516).</exception>
    public IExampleStream Of(ExpertPlan plan, int count) => plan.Tasks is [var only]
        ? Of(only, count)
        : new BalancedExamples([.. plan.Tasks.Select(task => Of(task, 1))], count, seed.Derive("tasks").Derive(plan.Name));

    /// <summary>The examples of a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="count">How many a step takes.</param>
    /// <param name="number">The task's number, by which a router is told of it.</param>
    /// <exception cref="TesseraException">Examples of the task are not fit for the loss (TESS5516).</exception>
    public ShuffledExamples Of(SplitTask task, int count, int number = -1)
    {
        var examples = task.Training.Select(example => texts.Encode(example, number)).ToList();
        if (loss == TrainingLoss.Preference && examples.FindIndex(example => example.Rejected is null) is var lacking and >= 0)
            throw Unfit(task, lacking, "has no wrong answer to prefer the right one to", "Set loss to languageModelling, or give each example a wrong answer.");
        if (examples.FindIndex(example => example.Text.Learned < 1 || example.Rejected is { Learned: < 1 }) is var empty and >= 0)
            throw Unfit(task, empty, "has an answer without a token to learn", "Give each example answers of at least a letter, two where there is no prompt and the model has no token for a text's beginning.");
        return new ShuffledExamples(examples, count, seed.Derive("examples").Derive(task.Name));
    }

    private static TesseraException Unfit(SplitTask task, int example, string fault, string remedy) =>
        new(Diagnostic.Error("TESS5516", $"Example {example + 1} of the task '{task.Name}' {fault}.", remedy: remedy));
}
