using System.Globalization;

namespace Tessera.Sdk.Tests;

/// <summary>The rest of a test runs as on the machine of a person who writes numbers and letters in another way.</summary>
internal sealed class UnderCulture : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public UnderCulture(string name) => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name, predefinedOnly: true);

    public void Dispose() => CultureInfo.CurrentCulture = _before;
}
