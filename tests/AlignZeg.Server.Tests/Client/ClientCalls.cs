using System.Collections;
using System.Net;
using System.Reflection;
using AlignZeg.Client;

namespace AlignZeg.Server.Tests.Client;

/// <summary>Every method of the client, called once, with an HTTP that notes what would be asked and answers nothing.</summary>
internal static class ClientCalls
{
    /// <summary>Method and path of every request.</summary>
    public static async Task<IReadOnlyList<(string Method, string Path)>> RecordAsync()
    {
        var noted = new Notes();
        var client = new AlignZegClient(new HttpClient(noted), new() { Retries = 0 });
        foreach (var part in typeof(AlignZegClient).GetProperties().Where(property => property.PropertyType.Name.EndsWith("Client", StringComparison.Ordinal)))
            foreach (var method in part.PropertyType.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                await CallAsync(part.GetValue(client)!, method);
        return [.. noted.Requests.Distinct()];
    }

    private static async Task CallAsync(object part, MethodInfo method)
    {
        try
        {
            object? called = method.Invoke(part, [.. method.GetParameters().Select(Argument)]);
            if (called is Task task) await task;
            else await EnumerateAsync((dynamic)called!);
        }
        catch (AlignZegApiException)
        {
            // the answer is nothing
        }
    }

    private static async Task EnumerateAsync<T>(IAsyncEnumerable<T> items)
    {
        await foreach (var _ in items) return;
    }

    private static object? Argument(ParameterInfo parameter) => parameter.ParameterType switch
    {
        { } type when parameter.HasDefaultValue && parameter.Name != "filter" => type.IsValueType && parameter.DefaultValue is null ? Activator.CreateInstance(type) : parameter.DefaultValue,
        { } type when type == typeof(string) => "x",
        { } type when type == typeof(double) => 1.0,
        { IsEnum: true } or { IsPrimitive: true } => Activator.CreateInstance(parameter.ParameterType)!,
        { } type when type == typeof(ReadOnlyMemory<byte>) => ReadOnlyMemory<byte>.Empty,
        { } type when type == typeof(Func<Stream>) => () => Stream.Null,
        { } type when type == typeof(Stream) => Stream.Null,
        { IsGenericType: true } type when type.IsAssignableTo(typeof(IEnumerable)) => Array.CreateInstance(type.GetGenericArguments()[0], 0),
        { } type => Made(type),
    };

    // A record of the client, of the same made-up parts.
    private static object Made(Type type)
    {
        var constructor = type.GetConstructors().OrderByDescending(one => one.GetParameters().Length).First();
        return constructor.Invoke([.. constructor.GetParameters().Select(Argument)]);
    }

    private sealed class Notes : HttpMessageHandler
    {
        public List<(string, string)> Requests { get; } = [];

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string path = request.RequestUri!.AbsolutePath;
            Requests.Add((request.Method.Method, path));
            // A stream is there; a link leads to a file; anything else is not.
            if (path.EndsWith("/links/x", StringComparison.Ordinal)) return Task.FromResult(new HttpResponseMessage { Content = new StringContent("""{"url": "http://127.0.0.1:8080/files/x", "expires_at": "2030-01-01T00:00:00Z"}""") });
            return Task.FromResult(new HttpResponseMessage(path.EndsWith("/events", StringComparison.Ordinal) ? HttpStatusCode.NoContent : HttpStatusCode.NotFound));
        }
    }
}
