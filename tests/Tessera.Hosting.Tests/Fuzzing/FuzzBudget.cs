using System.Globalization;

namespace Tessera.Hosting.Tests.Fuzzing;

/// <summary>How many malformed inputs are tried in all: <c>TESSERA_FUZZ</c>, or few enough for every build.</summary>
internal static class FuzzBudget
{
    private const int Default = 4000;

    public static int Total { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("TESSERA_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var wished) ? wished : Default;

    /// <summary>The share of one kind of input.</summary>
    public static int Share(double part) => Math.Max(1, (int)(Total * part));
}
