namespace AlignZeg.Server.Tests.Documents;

/// <summary>Holds every answer that any test gets to the document of the API.</summary>
public sealed class DocumentedHandler(TestServer server) : DelegatingHandler(new SocketsHttpHandler())
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        if (await (await server.DocumentAsync()).FaultOfAsync(answer) is { } fault) Assert.Fail(fault);
        return answer;
    }
}
