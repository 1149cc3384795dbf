using System.Text;

namespace Tessera.Tools.Python;

/// <summary>The driver's modules as a Python has compiled them, kept so that the next start need not.</summary>
/// <remarks>Kept for one session only: what one session's Python sends is not run by another session's.</remarks>
internal sealed class DriverCode
{
    private readonly Dictionary<string, byte[]> _compiled = [];

    /// <summary>Gives a Python that has just connected the driver.</summary>
    /// <returns>False when it ended meanwhile.</returns>
    public async Task<bool> GiveAsync(DriverFrames frames, CancellationToken cancellationToken)
    {
        if (await frames.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not { } version) return false;
        var name = Encoding.ASCII.GetString(version);
        if (_compiled.TryGetValue(name, out var code))
        {
            await frames.SendAsync(code, cancellationToken).ConfigureAwait(false);
            return true;
        }

        await frames.SendAsync(DriverSources.Modules(), cancellationToken).ConfigureAwait(false);
        if (await frames.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not { } compiled) return false;
        _compiled[name] = compiled;
        return true;
    }
}
