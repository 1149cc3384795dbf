namespace Tessera.Adapters.Library;

/// <summary>An expert that derived data depend on.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hash">The hash of its configuration and weights.</param>
internal sealed record DerivedExpert(string Name, string Hash);
