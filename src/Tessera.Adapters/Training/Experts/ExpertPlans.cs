using System.Globalization;
using Tessera.Adapters.Tasks;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Adapters.Training.Experts;

/// <summary>Says which experts learn which tasks.</summary>
internal static class ExpertPlans
{
    /// <summary>One expert for each task, named after it.</summary>
    public static IReadOnlyList<ExpertPlan> Private(IReadOnlyList<SplitTask> tasks) => [.. tasks.Select(task => new ExpertPlan(task.Name, [task]))];

    /// <summary>One expert for all tasks.</summary>
    public static IReadOnlyList<ExpertPlan> Shared(IReadOnlyList<SplitTask> tasks) => [new ExpertPlan("shared", tasks)];

    /// <summary>One expert for the tasks of each cluster.</summary>
    /// <param name="clusters">The names of the tasks in each cluster.</param>
    /// <param name="tasks">The tasks to train on.</param>
    /// <param name="heldOut">The tasks that are held out.</param>
    /// <exception cref="TesseraException">The clusters are not of these tasks (TESS5517).</exception>
    public static IReadOnlyList<ExpertPlan> Clustered(IReadOnlyList<IReadOnlyList<string>> clusters, IReadOnlyList<SplitTask> tasks, IReadOnlyList<string> heldOut)
    {
        var known = tasks.ToDictionary(task => task.Name, StringComparer.Ordinal);
        var named = clusters.SelectMany(members => members).ToList();
        if (named.Find(heldOut.Contains) is { } held) throw Unfit($"The task '{held}' is in a cluster, and held out.", "Cluster experts of the tasks that are trained on.");
        if (named.Find(name => !known.ContainsKey(name)) is { } unknown) throw Unfit($"'{unknown}' is in a cluster, and no task to train on.", $"Cluster experts that are named after their tasks. {NearestName.Suggest(unknown, known.Keys)}");
        if (named.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice) throw Unfit($"The task '{twice.Key}' is in two clusters.", "Put each task into one cluster.");
        if (tasks.FirstOrDefault(task => !named.Contains(task.Name, StringComparer.Ordinal)) is { } missing) throw Unfit($"The task '{missing.Name}' is to be trained on, and in no cluster.", "Cluster the experts of all tasks, or leave the task out of the split.");
        if (clusters.Any(members => members.Count == 0)) throw Unfit("A cluster has no tasks.", "Leave empty clusters out.");
        // As many digits as the last number has, so that clusters stay in order.
        var digits = (clusters.Count - 1).ToString(CultureInfo.InvariantCulture).Length;
        return [.. clusters.Select((members, cluster) => new ExpertPlan($"cluster-{cluster.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0')}", [.. members.Select(member => known[member])]))];
    }

    private static TesseraException Unfit(string message, string remedy) => new(Diagnostic.Error("TESS5517", message, remedy: remedy));
}
