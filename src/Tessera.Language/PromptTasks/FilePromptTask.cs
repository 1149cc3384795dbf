using Tessera.Language.Optimization;
using Tessera.Sdk.Diagnostics;
using Tessera.Sdk.Prompts;

namespace Tessera.Language.PromptTasks;

/// <summary>A task of the user's own: NAME.jsonl in the folder of the data, and NAME.validation.jsonl and NAME.test.jsonl where they are there.</summary>
internal sealed class FilePromptTask : PromptTask
{
    // Of more different targets than this each is not a class: answers are free text.
    private const int MostLabels = 20;

    private readonly TaskSplits _splits;

    private FilePromptTask(string name, IReadOnlyList<string> labels, TaskSplits splits) : base(name, instruction: "", labels) => _splits = splits;

    /// <summary>Reads a task.</summary>
    /// <returns>The task; null where there is no such file.</returns>
    /// <exception cref="TesseraException">TESS6201 to TESS6203: a file cannot be read or holds no examples.</exception>
    public static async Task<FilePromptTask?> FindAsync(string folder, string name, CancellationToken cancellationToken)
    {
        if (name.AsSpan().IndexOfAny('/', '\\') >= 0 || !File.Exists(PathOf(name))) return null;
        var splits = new TaskSplits(await ReadAsync(name).ConfigureAwait(false), await ReadAsync($"{name}.validation").ConfigureAwait(false), await ReadAsync($"{name}.test").ConfigureAwait(false));
        var labels = splits.Training.Concat(splits.Validation).Concat(splits.Test).Select(example => example.Target).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        return new FilePromptTask(name, labels.Count <= MostLabels ? labels : [], splits);

        string PathOf(string part) => Path.Combine(folder, part + ".jsonl");

        async Task<IReadOnlyList<Example>> ReadAsync(string part) =>
            File.Exists(PathOf(part)) ? await ExampleFile.ReadAsync(PathOf(part), [], cancellationToken).ConfigureAwait(false) : [];
    }

    public override Task<TaskSplits> ReadAsync(string folder, uint seed, CancellationToken cancellationToken) => Task.FromResult(_splits);
}
