using System.Globalization;
using System.Text;
using Tessera.Tools.Pdb.Protocol;

namespace Tessera.Tools.Pdb.Answers;

/// <summary>The lines around the place where a program stands: <c>B</c> marks breakpoints, <c>-></c> the current line.</summary>
internal static class SourceContext
{
    public static string Write(DriverStop stop, IReadOnlyList<DriverBreakpoint> breakpoints)
    {
        var source = stop.Source ?? [];
        var marked = breakpoints.Where(breakpoint => breakpoint.File == stop.File).Select(breakpoint => breakpoint.Line).ToHashSet();
        var width = Math.Max(4, (stop.First + source.Count).ToString(CultureInfo.InvariantCulture).Length);
        var text = new StringBuilder();
        for (var i = 0; i < source.Count; i++)
        {
            var number = stop.First + i;
            var line = new StringBuilder()
                .Append(number.ToString(CultureInfo.InvariantCulture).PadLeft(width)).Append(' ')
                .Append(marked.Contains(number) ? 'B' : ' ')
                .Append(number == stop.Line ? "-> " : "   ")
                .Append(source[i]);
            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
