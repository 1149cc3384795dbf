namespace Tessera.Sdk.Tensors.Native;

/// <summary>
/// TorchSharp's binding for systems with libstdc++ before GCC 13.
/// The binding asks for one symbol of GLIBCXX_3.4.32, which does nothing but make sure that the standard streams are
/// initialised; older libraries do that in whoever uses the streams, and libtorch's own files, built so, are loaded already.
/// </summary>
internal static class CompatibleBinding
{
    /// <summary>Changes whenever the same original would give another copy.</summary>
    public const int RecipeVersion = 1;

    private const string MissingVersion = "GLIBCXX_3.4.32";
    private const string MissingSymbol = "_ZSt21ios_base_library_initv";

    // Harmless if called with no arguments, and in every libc.
    private const string Substitute = "sched_yield";

    /// <summary>Whether the original asks for the version that older systems lack.</summary>
    /// <exception cref="UnsupportedElfException">The file is not an ELF library that can be read.</exception>
    public static bool IsNeededFor(byte[] original) =>
        new ElfVersionNeeds(new ElfImage(original)).All.Any(need => need.Name == MissingVersion);

    /// <summary>The copy; the original is not changed.</summary>
    /// <exception cref="UnsupportedElfException">The file is damaged, or needs more of the newer version than that symbol.</exception>
    public static byte[] Rewrite(byte[] original)
    {
        var copy = original.AsSpan().ToArray();
        var image = new ElfImage(copy);
        var needs = new ElfVersionNeeds(image);
        var symbols = new ElfSymbols(image);

        var missing = needs.All.FirstOrDefault(need => need.Name == MissingVersion)
            ?? throw new UnsupportedElfException($"The library does not need {MissingVersion}.");
        var present = needs.All.FirstOrDefault(need => need.Library == missing.Library && need.Name != MissingVersion)
            ?? throw new UnsupportedElfException($"The library needs nothing of {missing.Library} but {MissingVersion}.");

        var affected = symbols.WithVersion(missing.Index);
        if (affected is not [var symbol] || symbols.NameOf(symbol) != MissingSymbol)
            throw new UnsupportedElfException(
                $"The library needs other symbols of {MissingVersion} than {MissingSymbol}: {string.Join(", ", affected.Select(symbols.NameOf))}.");

        needs.Redirect(missing, present);
        symbols.Rename(symbol, Substitute);
        symbols.MakeUnversioned(symbol);
        return copy;
    }
}
