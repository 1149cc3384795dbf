namespace Tessera.Hosting;

/// <summary>The version of the SDK that this host provides.</summary>
internal static class HostVersion
{
    /// <summary>Major and minor; the rest does not change contracts.</summary>
    public static Version Sdk { get; } = typeof(Sdk.Parts.PartAttribute).Assembly.GetName().Version!;

    /// <summary>Major and minor as text.</summary>
    public static string Text { get; } = Sdk.ToString(2);
}
