namespace Tessera.Adapters.Library.Torch;

/// <summary>
/// Reads the pickle of a dictionary of tensors, as <c>torch.save</c> writes it, and nothing else: the opcodes and names that such a
/// pickle needs are known here, every other one is refused by name, and none of them runs code.
/// </summary>
internal ref struct RestrictedUnpickler
{
    // A checkpoint of experts has a few thousand tensors.
    private const int MostObjects = 1_000_000;

    private static readonly object Mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private PickleReader _reader;

    private RestrictedUnpickler(ReadOnlySpan<byte> pickle) => _reader = new PickleReader(pickle);

    /// <summary>Reads a pickle.</summary>
    /// <returns>The dictionary, its keys texts.</returns>
    /// <exception cref="PickleException">It holds something else.</exception>
    public static IReadOnlyDictionary<string, object?> Read(ReadOnlySpan<byte> pickle) =>
        new RestrictedUnpickler(pickle).Run() as Dictionary<string, object?> ?? throw new PickleException("it holds no dictionary");

    private object? Run()
    {
        while (true)
        {
            if (_stack.Count > MostObjects || _memo.Count > MostObjects) throw new PickleException($"it holds more than {MostObjects} things");
            var at = _reader.Position;
            var opcode = _reader.Byte();
            if (opcode == '.') return Pop();
            if (!Literal(opcode) && !Memo(opcode) && !Collection(opcode) && !Call(opcode)) throw new PickleException($"it has the opcode 0x{opcode:x2} at {at}, which no pickle of tensors needs");
        }
    }

    private bool Literal(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'N': _stack.Add(null); return true;
            case 0x88: _stack.Add(true); return true;
            case 0x89: _stack.Add(false); return true;
            case (byte)'J': _stack.Add((long)_reader.Int32()); return true;
            case (byte)'K': _stack.Add((long)_reader.Byte()); return true;
            case (byte)'M': _stack.Add((long)_reader.UInt16()); return true;
            case 0x8a: _stack.Add(_reader.Long(_reader.Byte())); return true;
            case (byte)'X': _stack.Add(_reader.Text(_reader.UInt32())); return true;
            case 0x8c: _stack.Add(_reader.Text(_reader.Byte())); return true;
            default: return false;
        }
    }

    private bool Memo(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: RefuseProtocol(_reader.Byte()); return true;
            case 0x95: _reader.Skip(8); return true;
            case (byte)'q': _memo[_reader.Byte()] = Peek(); return true;
            case (byte)'r': _memo[_reader.UInt32()] = Peek(); return true;
            case 0x94: _memo[(uint)_memo.Count] = Peek(); return true;
            case (byte)'h': _stack.Add(Recall(_reader.Byte())); return true;
            case (byte)'j': _stack.Add(Recall(_reader.UInt32())); return true;
            default: return false;
        }
    }

    private bool Collection(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'(': _stack.Add(Mark); return true;
            case (byte)'}': _stack.Add(new Dictionary<string, object?>(StringComparer.Ordinal)); return true;
            case (byte)']': _stack.Add(new List<object?>()); return true;
            case (byte)')': _stack.Add(Array.Empty<object?>()); return true;
            case (byte)'t': _stack.Add(PopToMark()); return true;
            case 0x85: _stack.Add(PopMany(1)); return true;
            case 0x86: _stack.Add(PopMany(2)); return true;
            case 0x87: _stack.Add(PopMany(3)); return true;
            case (byte)'s': Set(PopMany(2)); return true;
            case (byte)'u': Set(PopToMark()); return true;
            case (byte)'a': Append(PopMany(1)); return true;
            case (byte)'e': Append(PopToMark()); return true;
            default: return false;
        }
    }

    private bool Call(byte opcode)
    {
        switch (opcode)
        {
            case (byte)'c': _stack.Add(PickleGlobals.Find(_reader.Line(), _reader.Line())); return true;
            case 0x93:
                var named = PopMany(2);
                _stack.Add(named is [string module, string name] ? PickleGlobals.Find(module, name) : throw new PickleException("it asks for a name that is no text"));
                return true;
            case (byte)'Q': _stack.Add(TensorArguments.Storage(Pop())); return true;
            case (byte)'R': _stack.Add(Reduce(PopMany(2))); return true;
            case (byte)'b': Build(Pop()); return true;
            default: return false;
        }
    }

    private static object Reduce(object?[] call) => call switch
    {
        [var what, object?[] arguments] when ReferenceEquals(what, PickleGlobals.RebuildTensor) => TensorArguments.Tensor(arguments),
        [var what, object?[] { Length: 0 }] when ReferenceEquals(what, PickleGlobals.OrderedDictionary) => new Dictionary<string, object?>(StringComparer.Ordinal),
        _ => throw new PickleException("it calls what cannot be called"),
    };

    // A state_dict carries remarks of its own (_metadata); they change no tensor.
    private readonly void Build(object? state)
    {
        if (Peek() is not Dictionary<string, object?> || state is not Dictionary<string, object?>) throw new PickleException("it sets the state of something that is no dictionary");
    }

    private readonly void Set(object?[] pairs)
    {
        if (Peek() is not Dictionary<string, object?> target) throw new PickleException("it sets items of something that is no dictionary");
        if (pairs.Length % 2 != 0) throw new PickleException("it sets a key without a value");
        for (var i = 0; i < pairs.Length; i += 2)
            if (pairs[i] is not string key || !target.TryAdd(key, pairs[i + 1])) throw new PickleException("a dictionary has a key that is no text, or one twice");
    }

    private readonly void Append(object?[] items)
    {
        if (Peek() is not List<object?> target) throw new PickleException("it appends to something that is no list");
        target.AddRange(items);
        if (target.Count > MostObjects) throw new PickleException($"it holds more than {MostObjects} things");
    }

    private readonly object? Peek() => _stack.Count > 0 && !ReferenceEquals(_stack[^1], Mark) ? _stack[^1] : throw new PickleException("it takes something where there is nothing");

    private readonly object? Pop()
    {
        var top = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private readonly object?[] PopMany(int count)
    {
        var items = new object?[count];
        for (var i = count - 1; i >= 0; i--) items[i] = Pop();
        return items;
    }

    private readonly object?[] PopToMark()
    {
        var mark = _stack.FindLastIndex(item => ReferenceEquals(item, Mark));
        if (mark < 0) throw new PickleException("it takes something where there is nothing");
        object?[] items = [.. _stack.Skip(mark + 1)];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private readonly object? Recall(uint index) => _memo.TryGetValue(index, out var known) ? known : throw new PickleException($"it recalls {index}, which it never kept");

    private static void RefuseProtocol(byte protocol)
    {
        if (protocol is < 2 or > 5) throw new PickleException($"it is of protocol {protocol}");
    }
}
