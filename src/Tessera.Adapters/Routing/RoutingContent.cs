using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>How the routing of a library lies beside its experts: tensors under the number of their group, and the names of groups and tasks.</summary>
internal static class RoutingContent
{
    private const string TasksKey = "tasks", GroupsKey = "groups";

    /// <summary>Keeps a routing.</summary>
    /// <param name="data">Where.</param>
    /// <param name="tasks">The tasks that the routing knows.</param>
    /// <param name="state">The state of each group of maps, by the name of its first map; the tensors stay the caller's.</param>
    /// <param name="most">How many of this kind are kept, the newest; null for all.</param>
    /// <returns>Whether it was kept: a library that cannot be written keeps nothing.</returns>
    public static bool Write(DerivedData data, IReadOnlyList<string> tasks, IReadOnlyDictionary<string, IReadOnlyDictionary<string, torch.Tensor>> state, int? most = null)
    {
        using var scope = torch.NewDisposeScope();
        var groups = state.Keys.Order(StringComparer.Ordinal).ToList();
        var tensors = groups.Index().SelectMany(group => state[group.Item].Select(tensor => (Name: $"{group.Index}/{tensor.Key}", Value: tensor.Value.detach().cpu()))).ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        return data.Write(new DerivedContent(tensors, new JsonObject { [TasksKey] = Names(tasks), [GroupsKey] = Names(groups) }), most);
    }

    /// <summary>Reads a routing.</summary>
    /// <returns>The routing, which the caller disposes of; null where none is kept.</returns>
    public static TrainedRouting? Read(DerivedData data)
    {
        if (data.Read() is not { } content) return null;
        if (content.Values is not JsonObject values || Texts(values[TasksKey]) is not { } tasks || Texts(values[GroupsKey]) is not { } groups || groups.Distinct(StringComparer.Ordinal).Count() < groups.Count)
        {
            content.Dispose();
            return null;
        }

        return new TrainedRouting(tasks, groups.Index().ToDictionary(group => group.Item, group => (IReadOnlyDictionary<string, torch.Tensor>)Own(content.Tensors, $"{group.Index}/"), StringComparer.Ordinal));
    }

    private static List<string>? Texts(JsonNode? node)
    {
        if (node is not JsonArray list) return null;
        var texts = list.Select(item => item is JsonValue value && value.TryGetValue<string>(out var text) ? text : null).ToList();
        return texts.Contains(null) ? null : [.. texts.OfType<string>()];
    }

    private static Dictionary<string, torch.Tensor> Own(IReadOnlyDictionary<string, torch.Tensor> tensors, string prefix) =>
        tensors.Where(tensor => tensor.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(tensor => tensor.Key[prefix.Length..], tensor => tensor.Value, StringComparer.Ordinal);

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode?)name)]);
}
