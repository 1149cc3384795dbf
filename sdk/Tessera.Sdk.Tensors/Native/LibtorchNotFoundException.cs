namespace Tessera.Sdk.Tensors.Native;

/// <summary>libtorch, or TorchSharp's binding to it, is missing or cannot be loaded on this system.</summary>
public sealed class LibtorchNotFoundException : DllNotFoundException
{
    /// <summary>The id under which <c>docs/diagnostics</c> explains this failure.</summary>
    public const string DiagnosticId = "TESS9001";

    private LibtorchNotFoundException(
        string message, string remedy, string? library = null, IReadOnlyList<string>? folders = null, Exception? cause = null)
        : base($"{DiagnosticId}: {message} {remedy}", cause)
    {
        Library = library;
        SearchedFolders = folders ?? [];
        Reason = message;
        Remedy = remedy;
    }

    /// <summary>The file that is missing or does not load, such as <c>libtorch.so</c>; null when TorchSharp did not say.</summary>
    public string? Library { get; }

    /// <summary>Where the file was looked for, in order; empty when it was found but does not load.</summary>
    public IReadOnlyList<string> SearchedFolders { get; }

    /// <summary>What happened, without the id and without what to do next.</summary>
    public string Reason { get; }

    /// <summary>What to do next.</summary>
    public string Remedy { get; }

    internal static LibtorchNotFoundException Missing(string library, string package, IReadOnlyList<string> folders) => new(
        $"{library} is missing. It was looked for in: {string.Join(", ", folders)}.",
        $"Reference the package {package} in the program that runs (not in a plugin) and build it again; the tessera tool finds what NuGet has: dotnet package download libtorch-cpu-linux-x64@{NuGetPackages.LibtorchVersion} --output {NuGetPackages.Folder() ?? "~/.nuget/packages"}",
        library, folders);

    internal static LibtorchNotFoundException CannotLoad(string path, Exception? cause) => new(
        $"{path} is there, but this system does not load it: {cause?.Message.Trim() ?? "the loader gave no reason."}",
        "libtorch needs 64-bit Linux with glibc 2.34 and libstdc++ 6.0.30 (GCC 12) or later: Debian 12, Ubuntu 22.04, Fedora 36.",
        path, cause: cause);

    internal static LibtorchNotFoundException CannotBind(Exception cause) => new(
        $"TorchSharp could not reach libtorch: {cause.GetBaseException().Message.Trim()}",
        "Reference the libtorch-cpu package for this system in the program that runs, and call Libtorch.EnsureLoaded before TorchSharp is first touched.",
        cause: cause);
}
