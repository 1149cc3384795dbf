using System.Net.Http.Headers;
using Tessera.Sdk.Diagnostics;

namespace Tessera.Models.Http;

/// <summary>Where a service is and how it is told who asks.</summary>
internal sealed class ServiceSite
{
    private readonly string _keyVariable;
    private readonly Uri _official;

    /// <summary>Checks an endpoint.</summary>
    /// <param name="model">The model's name.</param>
    /// <param name="endpoint">The endpoint that the options name.</param>
    /// <param name="official">The service's own endpoint, which does not answer without a key.</param>
    /// <param name="keyVariable">The environment variable with the key; empty for none.</param>
    /// <exception cref="TesseraException">TESS4401: the endpoint is no address of a service.</exception>
    public ServiceSite(string model, string endpoint, Uri official, string keyVariable)
    {
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw Unfit($"The endpoint '{endpoint}' is no address.", "Write it whole, such as http://localhost:8000/v1.");
        if (address.UserInfo.Length > 0 || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw Unfit($"The endpoint at {address.Host} has a user, a query or a fragment.", "Leave them out; the key comes from the environment variable that 'apiKeyVariable' names.");
        Endpoint = new Uri(address.AbsoluteUri.TrimEnd('/'));
        (Model, _official, _keyVariable) = (model, official, keyVariable);
    }

    public string Model { get; }

    public Uri Endpoint { get; }

    public bool IsOfficial => Endpoint.Host == _official.Host;

    /// <summary>The model and its place, for sentences.</summary>
    public override string ToString() => $"the language model '{Model}' at {Address}";

    /// <summary>The endpoint as people write it.</summary>
    public string Address => Endpoint.AbsoluteUri.TrimEnd('/');

    /// <summary>Puts the key into a request.</summary>
    public required Action<HttpRequestHeaders, string> Authorize { get; init; }

    /// <summary>Puts into a request what the service wants to be told besides.</summary>
    public Action<HttpRequestHeaders> Describe { get; init; } = _ => { };

    public ServiceKey ReadKey() => ServiceKey.Read(_keyVariable, IsOfficial);

    private static TesseraException Unfit(string message, string remedy) => new(Diagnostic.Error("TESS4401", message, remedy: remedy));
}
