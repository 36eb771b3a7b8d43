namespace AlignZeg.Client.Tests;

/// <summary>Answers about jobs.</summary>
internal static class JobJson
{
    public static string Of(string phase, int ok = 0) =>
        $$"""{"id": "j", "phase": "{{phase}}", "total": 3, "ok": {{ok}}, "failed": 0, "leased": 0, "pending": {{3 - ok}}, "failures_by_reason": {}, "retries": 0, "started_at": "2030-01-01T00:00:00Z", "usage": {"images": 0, "pixels": 0, "bytes": 0, "device_seconds": 0, "reused": 0}, "of_tomorrow": [1]}""";
}
