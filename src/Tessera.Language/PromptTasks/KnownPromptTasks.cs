using Tessera.Sdk.Diagnostics;

namespace Tessera.Language.PromptTasks;

/// <summary>The data sets of Deep Language Networks (arXiv 2306.12509) that can be had, with the instructions of its Table 4.</summary>
internal static class KnownPromptTasks
{
    public static IReadOnlyList<PromptTask> All { get; } =
    [
        new BigBenchTask("navigate", "navigate", "If you follow these instructions, do you return to the starting point?", ["Yes", "No"]),
        new BigBenchTask("date-understanding", "date_understanding", "Infer the date from context.", Letters(6)) { ValidatesOnTraining = true },
        new BigBenchTask(
            "logical-deduction-seven-objects",
            "logical_deduction_seven_objects",
            "The following paragraphs each describe a set of seven objects arranged in a fixed order. The statements are logically consistent within each paragraph.",
            Letters(7)),
        new HyperbatonTask("hyperbaton", "Which sentence has the correct adjective order:", Letters(2)),
        new SentenceTask("mpqa", "Read the following review, then choose whether it is negative or positive.", ["negative", "positive"]),
        new SentenceTask(
            "trec",
            "Read the following question, then choose whether it is about a description, entity, expression, human, location or number.",
            ["description", "entity", "expression", "human", "location", "number"]),
        new SentenceTask("subj", "Read the following sentence, then choose whether it is subjective or objective.", ["subjective", "objective"]),
    ];

    /// <exception cref="TesseraException">TESS6601: there is no such task.</exception>
    public static PromptTask Find(string name) => All.FirstOrDefault(task => task.Name == name) ?? throw new TesseraException(Diagnostic.Error(
        "TESS6601", $"There is no prompt task '{name}'.", new SourceLocation("step/prompt-task", KeyPath: "task"), NearestName.Suggest(name, All.Select(task => task.Name))));

    private static string[] Letters(int count) => [.. Enumerable.Range(0, count).Select(OptionQuestion.Letter)];
}
