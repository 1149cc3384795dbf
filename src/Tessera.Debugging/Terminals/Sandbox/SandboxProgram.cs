using System.Globalization;

namespace Tessera.Debugging.Terminals.Sandbox;

/// <summary>Finds the program inside a sandbox: it is the child of the sandbox's first process, which is the child of bubblewrap.</summary>
internal static class SandboxProgram
{
    /// <summary>The number by which this process knows the program.</summary>
    /// <param name="bubblewrap">The number of bubblewrap's process.</param>
    /// <returns>The number; null where the program does not run yet or any more.</returns>
    public static int? Of(int bubblewrap)
    {
        foreach (var first in Children(bubblewrap))
        {
            foreach (var child in Children(first))
            {
                // Orphans become children of the first process, too; the program was the first that it started.
                if (NumberInside(child) == 2) return child;
            }
        }

        return null;
    }

    private static IReadOnlyList<int> Children(int process) =>
    [
        .. Read(process, $"task/{process.ToString(CultureInfo.InvariantCulture)}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(number => int.Parse(number, NumberStyles.None, CultureInfo.InvariantCulture)),
    ];

    private static int? NumberInside(int process)
    {
        var line = Read(process, "status").Split('\n').FirstOrDefault(line => line.StartsWith("NSpid:", StringComparison.Ordinal));
        return int.TryParse(line?.Split('\t')[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/{file}"));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
