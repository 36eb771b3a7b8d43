using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Webhooks;

namespace AlignZeg.Grains.Webhooks;

/// <summary>What is sent: written once, so that every attempt sends the same bytes.</summary>
/// <param name="Id">Header <c>webhook-id</c>.</param>
/// <param name="Type">See <see cref="WebhookEvents"/>.</param>
/// <param name="Created">When it happened.</param>
/// <param name="Tenant">Whose it is.</param>
/// <param name="Job">Which job; null for pings.</param>
/// <param name="Sequence">Orders the events of the job; null for pings.</param>
/// <param name="Data">The job as it was then, as <c>GET /v1/jobs/{id}</c> shows it.</param>
/// <param name="Batch">The shard that is done, if it tells of one.</param>
internal sealed record WebhookBody(string Id, string Type, DateTimeOffset Created, string Tenant, string? Job, long? Sequence, JobView? Data, JobBatch? Batch)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    /// <summary>Of an event of a job; its id follows from the job and the sequence, so that it is the same whenever it is told.</summary>
    public static WebhookBody Of(JobKey job, JobEvent told) =>
        new(IdOf($"{job}/{told.Sequence}"), told.Type, told.At, job.Tenant, job.Job, told.Sequence, JobView.Of(job.Job, told.Job), told.Batch);

    /// <summary>Of nothing.</summary>
    public static WebhookBody Ping(string tenant, DateTimeOffset now) => new(IdOf(Guid.NewGuid().ToString()), WebhookEvents.Ping, now, tenant, null, null, null, null);

    /// <summary>The text that is sent.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Options);

    // Without dots: these stand between the parts of what is signed.
    private static string IdOf(string text) => $"evt_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32]}";
}
