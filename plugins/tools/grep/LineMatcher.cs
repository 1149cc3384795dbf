using System.Text.RegularExpressions;

namespace Tessera.Tools.Grep;

/// <summary>Tells whether lines match an expression; many lines soon have it translated to machine code. Any number may be asked of at once.</summary>
/// <remarks>
/// The translated form tries one way after the other and may explode where the first form takes time linear in the line. So a
/// line has little time in it; the first that needs more is decided in the first form, as are all after it. Both forms give the same answers.
/// </remarks>
/// <param name="expression">The expression in its first form.</param>
internal sealed class LineMatcher(Regex expression)
{
    // Translation takes as long as so many lines do.
    private const int Many = 20_000;
    private static readonly TimeSpan _perLine = TimeSpan.FromMilliseconds(20);

    private readonly bool _isLinear = expression.Options.HasFlag(RegexOptions.NonBacktracking);
    private volatile Regex? _translated;
    private volatile bool _explodes;
    private int _asked;

    /// <summary>Whether a line matches.</summary>
    /// <exception cref="RegexMatchTimeoutException">The expression has no linear form, and the line took too long.</exception>
    public bool IsMatch(ReadOnlySpan<char> line)
    {
        if (!_isLinear || _explodes) return expression.IsMatch(line);
        if (_translated is null)
        {
            if (Interlocked.Increment(ref _asked) == Many)
                _translated = new Regex(expression.ToString(), (expression.Options & ~RegexOptions.NonBacktracking) | RegexOptions.Compiled, _perLine);
            return expression.IsMatch(line);
        }

        try
        {
            return _translated.IsMatch(line);
        }
        catch (RegexMatchTimeoutException)
        {
            _explodes = true;
            return expression.IsMatch(line);
        }
    }
}
