using System.Text.Json.Nodes;
using Tessera.Tools.Python;

namespace Tessera.Tools.Trace;

/// <summary>
/// The driver as the Pythons of one session have compiled it, which is sent along with its sources from the second run on: to compile
/// it takes a third of the time that a trace adds to a program. What a program could forge here is run with no rights but its own.
/// </summary>
internal sealed class CompiledDrivers
{
    private readonly Dictionary<string, JsonNode> _compiled = new(StringComparer.Ordinal);

    /// <summary>What a Python is sent: the driver's modules, and their code where that Python has told it.</summary>
    public JsonObject For(string interpreter)
    {
        var modules = DriverSources.Modules();
        if (_compiled.TryGetValue(interpreter, out var compiled)) modules["compiled"] = compiled.DeepClone();
        return modules;
    }

    /// <summary>Takes the code out of a report that tells it.</summary>
    public void Keep(string interpreter, JsonObject report)
    {
        if (report["compiled"] is not JsonObject compiled) return;
        report.Remove("compiled");
        _compiled[interpreter] = compiled;
    }
}
