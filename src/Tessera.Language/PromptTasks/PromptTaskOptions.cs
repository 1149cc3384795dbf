using System.ComponentModel.DataAnnotations;
using Tessera.Sdk.Parts;

namespace Tessera.Language.PromptTasks;

/// <summary>Options of <c>step/prompt-task</c>.</summary>
public sealed class PromptTaskOptions
{
    /// <summary>The data set: navigate, date-understanding, logical-deduction-seven-objects, hyperbaton, mpqa, trec or subj; or one of your own, NAME.jsonl in the folder.</summary>
    [MinLength(1)]
    public required string Task { get; set; }

    /// <summary>The folder of the data: it holds <c>bbh</c>, <c>prompt-tasks</c> and, for hyperbaton, <c>hyperbaton_vocab.json</c>; or your own <c>NAME.jsonl</c>, with <c>NAME.validation.jsonl</c> and <c>NAME.test.jsonl</c> where there are any.</summary>
    [InputPath]
    public required string Folder { get; set; }

    /// <summary>
    /// Decides which training examples are kept where there are to be fewer, and what hyperbaton's training and validation examples are.
    /// The splits themselves are the published ones, whatever the seed.
    /// </summary>
    /// <value>The default value is 42.</value>
    [Range(0, uint.MaxValue)]
    public long Seed { get; set; } = PromptTask.PublishedSeed;

    /// <summary>How many examples there are to learn from at most, picked from the classes in turn.</summary>
    /// <value>The default value is null: all.</value>
    [Range(1, int.MaxValue)]
    public int? Training { get; set; }

    /// <summary>How many examples there are to choose the best prompt by at most, picked from the classes in turn, whatever the seed.</summary>
    /// <value>The default value is null: all.</value>
    [Range(1, int.MaxValue)]
    public int? Validation { get; set; }

    /// <summary>How many examples there are to test on at most, picked from the classes in turn, whatever the seed.</summary>
    /// <value>The default value is null: all.</value>
    [Range(1, int.MaxValue)]
    public int? Test { get; set; }
}
