using System.Reflection;
using System.Reflection.Emit;
using System.Text.Json.Nodes;
using Tessera.Sdk.Prompts;

namespace Tessera.Hosting.Tests.Forging;

/// <summary>A plugin with one part, <c>loss/forged</c>, as a build against another SDK would have left it.</summary>
internal static class ForgedPlugin
{
    public const string Id = "acme.forged";

    public static string Write(TemporaryFolder folder, string assembly, Type contract, IReadOnlyList<string> methods, MethodInfo? calls = null, string sdk = "0.1.0")
    {
        var forged = new ForgedAssembly(assembly, "1.4.0.0");
        forged.AddPart("Acme.ForgedLoss", contract, Export, methods, calls);
        return WriteFolder(folder, assembly, forged, sdk);
    }

    /// <summary>Writes one whose part has its only method from a generic class of its own.</summary>
    /// <param name="argument">The type of texts in that class; any other than text does not fit the contract.</param>
    public static string WriteOfGeneric(TemporaryFolder folder, string assembly, Type argument)
    {
        var forged = new ForgedAssembly(assembly, "1.4.0.0");
        forged.AddPartOfGeneric("Acme.ForgedLoss", typeof(ILoss), Export, "Evaluate", argument);
        return WriteFolder(folder, assembly, forged, "0.1.0");
    }

    private static CustomAttributeBuilder Export => new(typeof(LossAttribute).GetConstructors().Single(), ["forged"]);

    private static string WriteFolder(TemporaryFolder folder, string assembly, ForgedAssembly forged, string sdk)
    {
        var manifest = new JsonObject
        {
            ["id"] = Id,
            ["version"] = "1.4.0",
            ["entry"] = assembly + ".dll",
            ["sdk"] = sdk,
            ["exports"] = new JsonArray(new JsonObject { ["kind"] = "loss", ["name"] = "forged", ["type"] = "Acme.ForgedLoss" }),
        };
        var path = Path.GetDirectoryName(folder.Write($"{assembly}/plugin.json", manifest.ToJsonString()))!;
        forged.Save(path);
        return path;
    }
}
