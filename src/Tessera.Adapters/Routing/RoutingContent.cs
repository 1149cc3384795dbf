using System.Text.Json.Nodes;
using Tessera.Adapters.Library;
using TorchSharp;

namespace Tessera.Adapters.Routing;

/// <summary>How the routing of a library lies beside its experts: tensors under the number of their group, and the names of groups and tasks.</summary>
internal static class RoutingContent
{
    private const string TasksKey = "tasks", GroupsKey = "groups";

    /// <summary>Keeps a routing.</summary>
    /// <returns>Whether it was kept: a library that cannot be written keeps nothing.</returns>
    public static bool Write(DerivedData data, IReadOnlyList<string> tasks, IReadOnlyDictionary<string, IReadOnlyDictionary<string, torch.Tensor>> state)
    {
        using var scope = torch.NewDisposeScope();
        var groups = state.Keys.Order(StringComparer.Ordinal).ToList();
        var tensors = groups.Index().SelectMany(group => state[group.Item].Select(tensor => (Name: $"{group.Index}/{tensor.Key}", Value: tensor.Value.detach().cpu()))).ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        return data.Write(new DerivedContent(tensors, new JsonObject { [TasksKey] = Names(tasks), [GroupsKey] = Names(groups) }));
    }

    /// <summary>Reads a routing.</summary>
    /// <returns>The routing, which the caller disposes of; null where none is kept.</returns>
    public static TrainedRouting? Read(DerivedData data)
    {
        if (data.Read() is not { } content) return null;
        if (content.Values?[TasksKey] is not JsonArray tasks || content.Values[GroupsKey] is not JsonArray groups)
        {
            content.Dispose();
            return null;
        }

        var state = groups.Select((group, index) => (Name: group!.GetValue<string>(), Own: Own(content.Tensors, $"{index}/"))).ToDictionary(pair => pair.Name, pair => (IReadOnlyDictionary<string, torch.Tensor>)pair.Own, StringComparer.Ordinal);
        return new TrainedRouting([.. tasks.Select(task => task!.GetValue<string>())], state);
    }

    private static Dictionary<string, torch.Tensor> Own(IReadOnlyDictionary<string, torch.Tensor> tensors, string prefix) =>
        tensors.Where(tensor => tensor.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(tensor => tensor.Key[prefix.Length..], tensor => tensor.Value, StringComparer.Ordinal);

    private static JsonArray Names(IEnumerable<string> names) => new([.. names.Select(name => (JsonNode?)name)]);
}
