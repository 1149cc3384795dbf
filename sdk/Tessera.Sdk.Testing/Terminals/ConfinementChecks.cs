namespace Tessera.Sdk.Testing.Terminals;

/// <summary>What a confining terminal keeps from its programs.</summary>
internal static class ConfinementChecks
{
    private const string Kept = "kept as it was";

    public static IReadOnlyList<ConformanceCheck<TerminalTrial>> All { get; } =
    [
        new("CONF-P38", "Confined programs change nothing outside of the folder", async (trial, token) =>
        {
            Require(trial);
            var folder = new TrialFolder();
            await File.WriteAllTextAsync(folder.Outside, Kept, token).ConfigureAwait(false);
            return await TerminalTrial.UseAtAsync(trial.Create(), folder, site => site, async terminal =>
            {
                await terminal.Terminal.RunAsync(TrialTerminal.Shell("echo changed > ../outside.txt; ln -s \"$1\" link; echo changed > link; echo changed > \"$1\"; rm -f \"$1\"", folder.Outside), token).ConfigureAwait(false);
                return FindChange(folder.Outside, "a file outside of the folder");
            }, token).ConfigureAwait(false);
        }),
        new("CONF-P39", "Confined programs do not change what is read-only", async (trial, token) =>
        {
            Require(trial);
            var folder = new TrialFolder();
            folder.Write("kept.txt", Kept);
            folder.Write("shelf/book.txt", Kept);
            return await TerminalTrial.UseAtAsync(trial.Create(), folder, site => site with { ReadOnly = ["kept.txt", "shelf"] }, async terminal =>
            {
                await terminal.RunAsync("echo x > kept.txt; rm -f kept.txt; mv kept.txt gone.txt; echo x > shelf/book.txt; rm -rf shelf; mv shelf gone; echo x > free.txt", token).ConfigureAwait(false);
                return FindChange(terminal.At("kept.txt"), "a read-only file") ?? FindChange(terminal.At("shelf/book.txt"), "a file in a read-only folder")
                    ?? (File.Exists(terminal.At("free.txt")) ? null : "what is not read-only cannot be changed either.");
            }, token).ConfigureAwait(false);
        }),
        new("CONF-P40", "Confined programs do not see the contents of what is hidden", async (trial, token) =>
        {
            Require(trial);
            var folder = new TrialFolder();
            folder.Write("answers.txt", Kept);
            folder.Write("attic/box.txt", Kept);
            return await TerminalTrial.UseAtAsync(trial.Create(), folder, site => site with { Hidden = ["answers.txt", "attic"] }, async terminal =>
            {
                var result = await terminal.RunAsync("cat answers.txt attic/box.txt; mv answers.txt seen.txt; cat seen.txt; mv attic loft; cat loft/box.txt", token).ConfigureAwait(false);
                return result.Output.Contains(Kept, StringComparison.Ordinal) ? "a program read what the site hides. Mount something else over it, or leave it out."
                    : FindChange(terminal.At("answers.txt"), "a hidden file") ?? FindChange(terminal.At("attic/box.txt"), "a file in a hidden folder");
            }, token).ConfigureAwait(false);
        }),
    ];

    private static void Require(TerminalTrial trial)
    {
        if (!trial.Options.Confines) throw new NotApplicableException("the terminal is not said to confine programs, in Confines.");
    }

    private static string? FindChange(string file, string what) =>
        !File.Exists(file) ? $"{what} is gone." : File.ReadAllText(file) == Kept ? null : $"{what} was changed. Have the system refuse it; a program's good will does not.";
}
