namespace Tessera.Unloading;

/// <summary>A call after which something outside of a plugin holds on to it, so that it cannot be unloaded.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Reason">What holds on to the plugin.</param>
/// <param name="Remedy">What to do instead.</param>
/// <param name="Calls">Whether a call is one, by the full name of the type, the member, and the types of its parameters.</param>
internal sealed record PinningApi(string Name, string Reason, string Remedy, Func<string, string, IReadOnlyList<string>, bool> Calls);
