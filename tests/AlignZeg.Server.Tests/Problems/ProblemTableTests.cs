using AlignZeg.Abstractions;
using AlignZeg.Abstractions.Access;
using AlignZeg.Abstractions.Blobs;
using AlignZeg.Abstractions.Datasets;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Tenants;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Server.Hosting;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace AlignZeg.Server.Tests.Problems;

public sealed class ProblemTableTests
{
    private readonly ProblemTable _table = new(Options.Create(new HttpOptions()));

    public static TheoryData<Exception, int, string, bool> Mapped => new()
    {
        { new JobNotFoundException("t/j"), 404, "job-not-found", false },
        { new JobConflictException("t/j", "model"), 409, "job-conflict", false },
        { new JobPhaseException("t/j", "paused", JobPhase.Completed), 409, "job-phase", false },
        { new InvalidVocabularyException(["One.", "Two."]), 422, "invalid-vocabulary", false },
        { new TextTooLongException(["Long."]), 422, "text-too-long", false },
        { new InvalidDatasetException("Line 3."), 422, "invalid-dataset", false },
        { new FormatException("The tenant is empty."), 400, "invalid-name", false },
        { new VocabularyVersionNotFoundException("v", 3, 1), 404, "vocabulary-not-found", false },
        { new DatasetVersionNotFoundException("d", 3, 1), 404, "dataset-not-found", false },
        { new ModelNotFoundException("m"), 404, "model-not-found", false },
        { new ApiKeyNotFoundException("t", "k"), 404, "key-not-found", false },
        { new KeyRingException("No scopes."), 422, "invalid-key", false },
        { new ImageRejectedException("truncated", "It ends too soon."), 422, "image-rejected", false },
        { new InvalidJobTermsException("Priority."), 422, "invalid-terms", false },
        { new InvalidTenantTermsException("Weight."), 422, "invalid-terms", false },
        { new QuotaExceededException(new("images", 11, 10, TimeSpan.FromHours(2), "Enough.")), 429, "quota-exceeded", true },
        { new TenantBoundaryException("a", "job/b/j"), 403, "forbidden", false },
        { new ModelUnavailableException("No device."), 503, "model-unavailable", true },
        { new DeviceBusyException("cpu", 9), 429, "busy", true },
        { new LimitExceededException("queue"), 429, "busy", true },
        { new StorageException("s", StorageFault.Unavailable), 503, "storage-unavailable", true },
        { new StorageException("s", StorageFault.Full), 507, "storage-full", false },
        { new StorageException("s", StorageFault.Damaged), 500, "storage-fault", false },
        { new TimeoutException(), 503, "cluster-unavailable", true },
        { new SiloUnavailableException(), 503, "cluster-unavailable", true },
        { new OperationCanceledException("Message expired"), 503, "cluster-unavailable", true },
        { new BadHttpRequestException("bad"), 400, "invalid-request", false },
        { new BadHttpRequestException("large", 413), 413, "too-large", false },
        { new BadHttpRequestException("slow", 408), 408, "too-slow", false },
        { new ImportNotFoundException("i"), 404, "import-not-found", false },
        { new ImportConflictException("t/d/i"), 409, "import-conflict", false },
        { new BadHttpRequestException("type", 415), 415, "wrong-media-type", false },
        { new InvalidOperationException("secret inside"), 500, "internal", false },
    };

    [Theory]
    [MemberData(nameof(Mapped))]
    public void Exception_HasItsProblem(Exception exception, int status, string code, bool retries)
    {
        var problem = _table.Of(exception);
        Assert.Equal((status, code), (problem.Type.Status, problem.Type.Code));
        Assert.Equal(retries, problem.RetryAfter is not null);
        Assert.DoesNotContain("secret", problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatSaysWhenToComeBack_IsALimit_WithItsOwnTime()
    {
        var problem = _table.Of(new Quota());
        Assert.Equal((429, "limit-reached", TimeSpan.FromMinutes(3)), (problem.Type.Status, problem.Type.Code, problem.RetryAfter));
    }

    [Fact]
    public void Codes_AreUnique() => Assert.Equal(ProblemTypes.All.Count, ProblemTypes.All.DistinctBy(type => type.Code).Count());

    private sealed class Quota : Exception, IRetryLater
    {
        public TimeSpan RetryAfter => TimeSpan.FromMinutes(3);
    }
}
