using System.Globalization;
using System.Text;

namespace Tessera.Debugging.Terminals;

/// <summary>Keeps the beginning and the end of a text that comes in pieces, in memory of the order of its limit.</summary>
/// <param name="limit">How many characters are kept.</param>
internal sealed class BoundedOutput(int limit)
{
    private readonly Lock _lock = new();
    private readonly StringBuilder _head = new();
    private readonly StringBuilder _tail = new();
    private long _leftOut;

    private int TailLimit => limit - (limit / 2);

    public bool IsTruncated
    {
        get
        {
            lock (_lock) return _leftOut > 0 || _tail.Length > TailLimit;
        }
    }

    public void Append(ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            var room = Math.Min(text.Length, (limit / 2) - _head.Length);
            _head.Append(text[..room]);
            text = text[room..];
            if (text.Length > TailLimit)
            {
                _leftOut += _tail.Length + text.Length - TailLimit;
                _tail.Clear();
                text = text[^TailLimit..];
            }

            _tail.Append(text);
            // Cut seldom: each cut moves the whole tail.
            if (_tail.Length > 2L * TailLimit) CutTail();
        }
    }

    public override string ToString()
    {
        lock (_lock)
        {
            if (_tail.Length > TailLimit) CutTail();
            if (_leftOut == 0) return _head.ToString() + _tail;
            // A surrogate pair is not torn.
            var head = _head.Length > 0 && char.IsHighSurrogate(_head[^1]) ? _head.Length - 1 : _head.Length;
            var tail = _tail.Length > 0 && char.IsLowSurrogate(_tail[0]) ? 1 : 0;
            var leftOut = _leftOut + (_head.Length - head) + tail;
            return string.Create(CultureInfo.InvariantCulture, $"{_head.ToString(0, head)}\n... ({leftOut} characters left out) ...\n{_tail.ToString(tail, _tail.Length - tail)}");
        }
    }

    /// <summary>The text so far, which is then forgotten.</summary>
    public string Take()
    {
        lock (_lock)
        {
            var text = ToString();
            _head.Clear();
            _tail.Clear();
            _leftOut = 0;
            return text;
        }
    }

    private void CutTail()
    {
        var excess = _tail.Length - TailLimit;
        _tail.Remove(0, excess);
        _leftOut += excess;
    }
}
