using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AlignZeg.Client.Transport;

/// <summary>Bodies in JSON.</summary>
internal static class JsonBody
{
    /// <summary>Written once, sent as often as need be.</summary>
    public static Func<HttpContent> Of<T>(T body, JsonTypeInfo<T> type)
    {
        ArgumentNullException.ThrowIfNull(body);
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(body, type);
        return () => new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
