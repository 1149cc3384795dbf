using Tessera.Sdk.Findings;

namespace Tessera.Adapters.Evaluation.Observing;

/// <summary>Shows how a method routes: which experts by task, and how evenly by layer and task.</summary>
internal static class RoutingFindings
{
    private const int Digits = 4, MostExperts = 64;

    public static IEnumerable<Finding> Of(RoutingView view)
    {
        var means = Enumerable.Range(0, view.Experts.Count).ToDictionary(expert => expert, expert => Enumerable.Range(0, view.Tasks.Count).Average(task => view.WeightOf(task, expert)));
        var shown = means.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(MostExperts).Select(pair => pair.Key).Order().ToList();
        yield return new Matrix
        {
            Title = $"Routing of {view.Method}: weight of each expert by task",
            Caption = "The mean weight over tokens and layers" + (shown.Count < view.Experts.Count ? $"; the {MostExperts} of {view.Experts.Count} experts with the most weight." : "."),
            RowNames = view.Tasks,
            ColumnNames = [.. shown.Select(expert => view.Experts[expert])],
            Values = [.. view.Tasks.Select((_, task) => (IReadOnlyList<double>)[.. shown.Select(expert => Math.Round(view.WeightOf(task, expert), Digits))])],
        };
        yield return new Matrix
        {
            Title = $"Routing of {view.Method}: spread by layer and task",
            Caption = "How evenly the experts share a task's weight, as the entropy of their mean weights divided by the greatest possible one: 0 is a single expert, 1 is all alike.",
            RowNames = view.Groups,
            ColumnNames = view.Tasks,
            Values = [.. view.Groups.Select((_, group) => (IReadOnlyList<double>)[.. view.Tasks.Select((_, task) => Math.Round(view.SpreadOf(task, group), Digits))])],
        };
    }
}
