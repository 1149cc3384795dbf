using Tessera.Adapters.Tasks;

namespace Tessera.Adapters.Training.Experts;

/// <summary>An expert that is to be trained.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tasks">The tasks that it learns, at least one.</param>
internal sealed record ExpertPlan(string Name, IReadOnlyList<SplitTask> Tasks)
{
    /// <summary>The families of the tasks, each once, sorted (ordinal).</summary>
    public IReadOnlyList<string> Families { get; } =
        [.. Tasks.Select(task => task.Family).Where(family => family.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
