namespace Tessera.Adapters.Tasks;

/// <summary>A task: examples of one kind.</summary>
/// <param name="Name">Its name, unique among the tasks.</param>
/// <param name="Family">What it belongs to, such as a linguistic term; empty where nothing is said.</param>
/// <param name="Examples">Its examples, in the order of the file.</param>
public sealed record LanguageTask(string Name, string Family, IReadOnlyList<TaskExample> Examples);
