using System.Diagnostics;
using ModelContextProtocol.Protocol;

namespace Tessera.Mcp.Tests.Serving;

internal static class Results
{
    public static IReadOnlyList<string> Texts(this CallToolResult result) => [.. result.Content.OfType<TextContentBlock>().Select(text => text.Text)];

    public static string Text(this CallToolResult result) => string.Join('\n', result.Texts());

    /// <summary>Waits until a process has ended.</summary>
    public static async Task HasEndedAsync(int process)
    {
        for (var tries = 0; tries < 200 && Lives(process); tries++) await Task.Delay(50);
        Lives(process).Should().BeFalse("process {0} is to have ended", process);
    }

    private static bool Lives(int process)
    {
        try
        {
            using var found = Process.GetProcessById(process);
            return !found.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
