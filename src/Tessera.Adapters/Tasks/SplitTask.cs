namespace Tessera.Adapters.Tasks;

/// <summary>A task, parted into what may be learned from and what is asked.</summary>
/// <param name="Name">Its name, unique among the tasks.</param>
/// <param name="Family">What it belongs to, such as a linguistic term; empty where nothing is said.</param>
/// <param name="Training">The examples to train on.</param>
/// <param name="Test">The examples to judge by; none of them is in <paramref name="Training"/>.</param>
public sealed record SplitTask(string Name, string Family, IReadOnlyList<TaskExample> Training, IReadOnlyList<TaskExample> Test);
