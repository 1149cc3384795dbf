namespace Tessera.Hosting;

/// <summary>The version of the SDK that this host provides.</summary>
internal static class HostVersion
{
    // A type that needs nothing else loaded: listing plugins asks for this.
    /// <summary>Major and minor; the rest does not change contracts.</summary>
    public static Version Sdk { get; } = typeof(Sdk.Diagnostics.Diagnostic).Assembly.GetName().Version!;

    /// <summary>Major and minor as text.</summary>
    public static string Text { get; } = Sdk.ToString(2);
}
