using System.Reflection;
using Tessera.Sdk.Prompts;

namespace Tessera.Hosting.Tests.Forging;

/// <summary>Other builds of the SDK than the host's.</summary>
internal static class ForgedSdk
{
    public const string Contract = "Tessera.Sdk.Prompts.ILoss";
    public const string NewClass = "Tessera.Sdk.Prompts.Oracle";
    public const string KnownClass = "Tessera.Sdk.Prompts.Example";

    /// <summary>An SDK with a class that the host's has not, and with a new function in one that it has.</summary>
    public static ForgedAssembly Newer(string version)
    {
        var sdk = new ForgedAssembly("Tessera.Sdk", version);
        sdk.AddInterface(Contract, "Evaluate");
        sdk.AddFunctions(NewClass, "Ask");
        sdk.AddFunctions(KnownClass, "Weigh");
        return sdk;
    }

    /// <summary>An SDK whose contract has no members yet.</summary>
    public static ForgedAssembly Older()
    {
        var sdk = new ForgedAssembly("Tessera.Sdk", HostSdk);
        sdk.AddInterface(Contract);
        return sdk;
    }

    public static string HostSdk => typeof(ILoss).Assembly.GetName().Version!.ToString();

    public static Type ContractIn(Assembly sdk) => sdk.GetType(Contract, throwOnError: true)!;

    public static MethodInfo FunctionIn(Assembly sdk, string type, string name) => sdk.GetType(type, throwOnError: true)!.GetMethod(name)!;
}
