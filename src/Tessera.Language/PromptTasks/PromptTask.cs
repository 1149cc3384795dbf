using Tessera.Sdk.Diagnostics;

namespace Tessera.Language.PromptTasks;

/// <summary>A data set on which prompts are learned: what is asked, and how its published splits are made.</summary>
/// <param name="name">Its name in options.</param>
/// <param name="instruction">What is asked, as the prompt to begin with.</param>
/// <param name="labels">The classes among which answers are.</param>
internal abstract class PromptTask(string name, string instruction, IReadOnlyList<string> labels)
{
    /// <summary>The seed by which the published splits were drawn.</summary>
    public const uint PublishedSeed = 42;

    /// <summary>Its name in options.</summary>
    public string Name => name;

    /// <summary>What is asked, as the prompt to begin with.</summary>
    public string Instruction => instruction;

    /// <summary>The labels that targets name. Each is written in an answer as it is.</summary>
    public IReadOnlyList<string> Labels => labels;

    /// <summary>Reads the data and makes the splits.</summary>
    /// <param name="folder">The folder of all data sets.</param>
    /// <param name="seed">Decides what is drawn where nothing is published.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="TesseraException">TESS6602 or TESS6603: a file cannot be read, or a row is malformed.</exception>
    public abstract Task<TaskSplits> ReadAsync(string folder, uint seed, CancellationToken cancellationToken);
}
