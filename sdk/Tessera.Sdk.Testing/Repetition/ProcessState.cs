using System.Collections;
using System.Globalization;

namespace Tessera.Sdk.Testing.Repetition;

/// <summary>What all parts of a process share, and none may change.</summary>
internal sealed record ProcessState(string Folder, string Variables, CultureInfo? Culture)
{
    public static ProcessState Take() => new(Environment.CurrentDirectory, ReadVariables(), CultureInfo.DefaultThreadCurrentCulture);

    /// <summary>Does some work, and says what of the process it changed; null for nothing.</summary>
    public static async Task<string?> FindChangeAsync(Func<Task> work)
    {
        var before = Take();
        await work().ConfigureAwait(false);
        var after = Take();
        before.Restore();
        var change = after.Folder != before.Folder ? "the current folder changed"
            : after.Variables != before.Variables ? "environment variables changed"
            : !Equals(after.Culture, before.Culture) ? "the default culture changed" : null;
        return change is null ? null : change + ". Other parts run in the same process.";
    }

    public void Restore()
    {
        Environment.CurrentDirectory = Folder;
        CultureInfo.DefaultThreadCurrentCulture = Culture;
    }

    private static string ReadVariables() => string.Join('\n', Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
}
