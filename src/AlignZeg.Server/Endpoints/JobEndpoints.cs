using System.Security.Cryptography;
using System.Text;
using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Access;
using AlignZeg.Storage.GrainState;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace AlignZeg.Server.Endpoints;

/// <summary>Jobs. Starting is idempotent by the job's id, or by the header <c>Idempotency-Key</c>, which then decides the id.</summary>
internal static class JobEndpoints
{
    private const string IdempotencyKey = "Idempotency-Key";

    public static void MapJobs(this IEndpointRouteBuilder v1)
    {
        string label = AccessPolicies.Of(AccessScopes.Label);
        var routes = v1.MapGroup("/jobs");
        routes.MapGet("/", (TenantScope tenant, IGrainNames names, string? after, int? limit, CancellationToken cancellationToken) =>
            NameList.PageAsync(names, "job", tenant.Tenant, after, limit, cancellationToken));
        routes.MapPost("/", StartAsync).RequireAuthorization(label);
        routes.MapGet("/{id}", async (TenantScope tenant, string id, CancellationToken cancellationToken) => JobView.Of(id, await tenant.Job(id).GetStatusAsync(cancellationToken)));
        routes.MapPost("/{id}/pause", (TenantScope tenant, string id, CancellationToken cancellationToken) => ActAsync(tenant, id, job => job.PauseAsync(cancellationToken), cancellationToken)).RequireAuthorization(label);
        routes.MapPost("/{id}/resume", (TenantScope tenant, string id, CancellationToken cancellationToken) => ActAsync(tenant, id, job => job.ResumeAsync(cancellationToken), cancellationToken)).RequireAuthorization(label);
        routes.MapPost("/{id}/cancel", (TenantScope tenant, string id, CancellationToken cancellationToken) => ActAsync(tenant, id, job => job.CancelAsync(cancellationToken), cancellationToken)).RequireAuthorization(label);
    }

    private static async Task<IResult> StartAsync(TenantScope tenant, JobBody body, HttpRequest http, IGrainFactory grains, CancellationToken cancellationToken)
    {
        string id = body.Id ?? IdOf(http.Headers[IdempotencyKey].ToString());
        var job = tenant.Job(id);
        var request = await ResolveAsync(tenant, body, await KnownAsync(job, cancellationToken), grains, cancellationToken);
        return TypedResults.Accepted($"/v1/jobs/{id}", JobView.Of(id, await job.StartAsync(request, cancellationToken)));
    }

    private static async Task<JobRequest?> KnownAsync(IJobGrain job, CancellationToken cancellationToken)
    {
        try
        {
            return await job.GetRequestAsync(cancellationToken);
        }
        catch (JobNotFoundException)
        {
            return null;
        }
    }

    // What a repeated request leaves out is what the first one settled: a newer version in between makes no conflict.
    private static async Task<JobRequest> ResolveAsync(TenantScope tenant, JobBody body, JobRequest? known, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var (dataset, vocabulary) = (new DatasetKey(tenant.Tenant, body.Dataset), new VocabularyKey(tenant.Tenant, body.Vocabulary));
        int datasetVersion = body.DatasetVersion
            ?? (known?.Dataset == dataset ? known.DatasetVersion : (await tenant.Dataset(body.Dataset).GetAsync(0, cancellationToken)).Number);
        int vocabularyVersion = body.VocabularyVersion
            ?? (known?.Vocabulary == vocabulary ? known.VocabularyVersion : (await tenant.Vocabulary(body.Vocabulary).GetAsync(0, cancellationToken)).Number);
        var model = new ModelKey(body.Model);
        var bundle = known?.Model.Model == model ? known.Model : await grains.GetGrain<IModelGrain>(model.ToString()).ResolveAsync(cancellationToken);
        return new(dataset, datasetVersion, vocabulary, vocabularyVersion, bundle, new(body.Confidence, body.Overlay), new(body.Priority, body.Deadline, body.MaxFailures));
    }

    private static async Task<JobView> ActAsync(TenantScope tenant, string id, Func<IJobGrain, Task> act, CancellationToken cancellationToken)
    {
        var job = tenant.Job(id);
        await act(job);
        return JobView.Of(id, await job.GetStatusAsync(cancellationToken));
    }

    private static string IdOf(string idempotencyKey) => idempotencyKey.Length == 0
        ? $"job-{Guid.CreateVersion7():N}"
        : $"job-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(idempotencyKey)))[..32]}";
}

/// <summary>What a job shall do. Versions that are left out are the latest; the model is what its name stands for now.</summary>
internal sealed record JobBody(
    string Dataset, string Vocabulary, string Model, string? Id = null, int? DatasetVersion = null, int? VocabularyVersion = null,
    bool Confidence = false, bool Overlay = false, int Priority = 0, DateTimeOffset? Deadline = null, int? MaxFailures = null);
