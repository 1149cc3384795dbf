namespace Tessera.Adapters.Models.Fused;

/// <summary>
/// The maps of a group with the factors of one expert, y = W x + s B A x, for some tokens: the product, its gradient with respect to x, and those of the factors,
/// s Bᵀ g xᵀ and s g (A x)ᵀ with g that of y. No merged weights are made, nor full gradients of them.
/// </summary>
internal sealed unsafe class FusedProduct
{
    private readonly FusedMaps _maps;
    private readonly FactorViews? _factors;
    private readonly int _rows, _padded, _tokens;
    // Aᵀ, A and s B of all, s Bᵀ of each adapted map, all in panels, and A x of each token.
    private readonly float* _readColumns, _readRows, _writeColumns, _inner;
    private readonly nint[] _writeRows;

    /// <param name="maps">The maps.</param>
    /// <param name="factors">The factors; null where nothing is adapted.</param>
    /// <param name="tokens">How many tokens.</param>
    /// <param name="arena">Where the laid out factors go.</param>
    public FusedProduct(FusedMaps maps, FactorViews? factors, int tokens, FloatArena arena)
    {
        (_maps, _factors, _rows, _padded) = (maps, factors, factors?.Rows ?? 0, factors?.PaddedRows ?? 0);
        _readColumns = arena.Take((long)maps.InputRows * _padded);
        _readRows = arena.Take((long)_rows * maps.PaddedInput);
        _writeColumns = arena.Take((long)maps.Width * _padded);
        _writeRows = [.. (factors?.Places ?? []).Select(place => (nint)arena.Take((long)factors!.Rank * maps.Widths[place]))];
        _inner = arena.Take((long)tokens * _padded);
        _tokens = tokens;
    }

    /// <summary>How many numbers the gradients need beside what is kept.</summary>
    public long Scratch => (long)_tokens * _padded + (long)_rows * Math.Max(_maps.PaddedInput, _maps.Width);

    /// <summary>Lays out the factors as they are now.</summary>
    public void Prepare()
    {
        if (_factors is null) return;
        new Span<float>(_readColumns, _maps.InputRows * _padded).Clear();
        new Span<float>(_readRows, _rows * _maps.PaddedInput).Clear();
        new Span<float>(_writeColumns, _maps.Width * _padded).Clear();
        var read = (float*)_factors.Read;
        for (var row = 0; row < _rows; row++)
        {
            var columns = _readColumns + ProductTerm.Place(_maps.InputRows, 0, row);
            foreach (var place in _maps.InputPlaces) columns[place * FloatMemory.Lane] = _readRows[ProductTerm.Place(_rows, row, place)] = *read++;
        }

        for (var map = 0; map < _factors.Places.Count; map++) PrepareWrite(map, _factors.Places[map], _factors.Rank);
    }

    /// <summary>Computes y, or what it is added to with it.</summary>
    /// <param name="input">x, (tokens, padded d_in).</param>
    /// <param name="addend">What y is added to, (tokens, width), elsewhere than the result; null for nothing.</param>
    /// <param name="result">The sum, (tokens, width).</param>
    public void Apply(float* input, float* addend, float* result)
    {
        if (_factors is not null)
            SmallProducts.Multiply(new ProductTerm(input, _maps.PaddedInput, _readColumns, _maps.InputRows), default, null, _inner, _padded, _tokens, _padded);
        for (var place = 0; place < _maps.Widths.Count; place++)
        {
            var own = new ProductTerm(input, _maps.PaddedInput, _maps.ColumnsOf(place), _maps.InputRows);
            var from = addend is null ? null : addend + _maps.Offsets[place];
            SmallProducts.Multiply(own, Added(place), from, result + _maps.Offsets[place], _maps.Width, _tokens, _maps.Widths[place]);
        }
    }

    /// <summary>Adds to the gradients of the factors, and gets that of x.</summary>
    /// <param name="input">x.</param>
    /// <param name="outer">The gradient of y, (tokens, width).</param>
    /// <param name="gradient">Gets the gradient of x, (tokens, padded d_in); null where nobody asks for it.</param>
    /// <param name="scratch">Room for as many numbers as <see cref="Scratch"/> says.</param>
    public void Gradient(float* input, float* outer, float* gradient, float* scratch)
    {
        float* between = scratch, sums = scratch + (long)_tokens * _padded;
        if (_factors is not null)
        {
            SmallProducts.Multiply(new ProductTerm(outer, _maps.Width, _writeColumns, _maps.Width), default, null, between, _padded, _tokens, _padded);
            SmallProducts.MultiplyTransposed(between, _padded, _rows, input, _maps.PaddedInput, _maps.PaddedInput, _tokens, sums);
            AddRows(sums, (float*)_factors.ReadGradient);
            for (var map = 0; map < _factors.Places.Count; map++)
            {
                var place = _factors.Places[map];
                SmallProducts.MultiplyTransposed(_inner + map * _factors.Rank, _padded, _factors.Rank, outer + _maps.Offsets[place], _maps.Width, _maps.Widths[place], _tokens, sums);
                AddColumns(sums, _maps.Widths[place], _maps.OutputPlaces[place], (float*)_factors.WriteGradient[map]);
            }
        }

        if (gradient is null) return;
        var own = new ProductTerm(outer, _maps.Width, _maps.Rows, _maps.Width);
        SmallProducts.Multiply(own, new ProductTerm(between, _padded, _readRows, _rows), null, gradient, _maps.PaddedInput, _tokens, _maps.PaddedInput);
    }

    private void PrepareWrite(int map, int place, int rank)
    {
        float* write = (float*)_factors!.Write[map], rows = (float*)_writeRows[map];
        new Span<float>(rows, rank * _maps.Widths[place]).Clear();
        for (var r = 0; r < rank; r++)
        {
            float* next = write + r, columns = _writeColumns + ProductTerm.Place(_maps.Width, _maps.Offsets[place], map * rank + r);
            foreach (var column in _maps.OutputPlaces[place])
            {
                rows[ProductTerm.Place(rank, r, column)] = columns[column * FloatMemory.Lane] = _factors.Scaling * *next;
                next += rank;
            }
        }
    }

    private ProductTerm Added(int place)
    {
        for (var map = 0; map < _writeRows.Length; map++)
            if (_factors!.Places[map] == place) return new ProductTerm(_inner + map * _factors.Rank, _padded, (float*)_writeRows[map], _factors.Rank);
        return default;
    }

    private void AddRows(float* sums, float* gradient)
    {
        for (var row = 0; row < _rows; row++, sums += _maps.PaddedInput)
        {
            foreach (var place in _maps.InputPlaces) *gradient++ += sums[place];
        }
    }

    private void AddColumns(float* sums, int width, int[] places, float* gradient)
    {
        foreach (var column in places)
        {
            for (var r = 0; r < _factors!.Rank; r++) *gradient++ += _factors.Scaling * sums[r * width + column];
        }
    }
}
