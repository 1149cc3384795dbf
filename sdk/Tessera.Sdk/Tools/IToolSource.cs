using Tessera.Sdk.Parts;

namespace Tessera.Sdk.Tools;

/// <summary>Brings tools that are not known before it is asked, such as those of a server.</summary>
[PartKind("tools")]
public interface IToolSource : IAsyncDisposable
{
    /// <summary>Opens the source. It is asked once; its tools serve one session and end with the source.</summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The tools.</returns>
    /// <exception cref="Diagnostics.TesseraException">The source cannot be reached or offers what cannot be used.</exception>
    Task<IReadOnlyList<ITool>> OpenAsync(CancellationToken cancellationToken);
}
