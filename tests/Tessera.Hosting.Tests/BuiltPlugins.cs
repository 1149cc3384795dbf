namespace Tessera.Hosting.Tests;

/// <summary>Plugins as their builds left them.</summary>
internal static class BuiltPlugins
{
    public static string CountTool => Output("Samples.CountTool");

    public static string ActivationRouter => Output("Samples.ActivationRouter");

    public static string Steps => Output("Tessera.Fixtures.Steps");

    public static string Faulty => Output("Tessera.Fixtures.Faulty");

    public static string Output(string project) => AppContext.BaseDirectory.Replace("Tessera.Hosting.Tests", project, StringComparison.Ordinal);
}
