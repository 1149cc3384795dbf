using System.Globalization;

namespace Tessera.Tools.Tests.Hostile;

/// <summary>Many inputs of one kind, each made of a seed of its own, so that one that fails can be made again.</summary>
/// <remarks>
/// <c>TESSERA_FUZZ</c> says how many inputs with real processes are tried over all kinds; without it, and of the others, there are
/// as many as every build has time for.
/// </remarks>
internal static class Trials
{
    // About what the kinds with processes come to without a wish.
    private const int UsualProcesses = 400;

    private static readonly int _wished =
        int.TryParse(Environment.GetEnvironmentVariable("TESSERA_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out var wished) ? wished : UsualProcesses;

    private static int _made;

    /// <summary>Makes inputs and tries them.</summary>
    /// <param name="count">How many.</param>
    /// <param name="attempt">Makes an input of a source of choices, tries it, and says what it was.</param>
    public static async Task MakeAsync(int count, Func<Choices, Task> attempt)
    {
        for (var seed = 1; seed <= count; seed++)
        {
            try
            {
                await attempt(new Choices(seed));
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The input of seed {seed} of {count} failed: {failure.Message}"), failure);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count} inputs, {Interlocked.Add(ref _made, count)} so far."));
    }

    /// <summary>How many inputs with real processes are tried, where so many are usual.</summary>
    public static int Processes(int usual) => (int)Math.Max(usual, (long)usual * _wished / UsualProcesses);
}
