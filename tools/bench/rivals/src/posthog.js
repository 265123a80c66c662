/**
 * PostHog's recorder as its package bundles it for pages that may load nothing else. Analytics that
 * can be switched off are: only recording is compared. Whether a page is recorded is for the
 * project's settings at `/array/TOKEN/config` to say; the sink answers that it is. A browser that is
 * steered by a program would be taken for a bot. What it has gathered for two seconds would wait
 * for three more, past the end of what is counted.
 */
import posthog from "posthog-js/dist/module.no-external";
import "posthog-js/dist/posthog-recorder";

const { origin } = new URL(document.currentScript.src);

posthog.init("phc_bench", {
  api_host: origin,
  autocapture: false,
  capture_pageview: false,
  capture_pageleave: false,
  capture_dead_clicks: false,
  capture_exceptions: false,
  capture_heatmaps: false,
  capture_performance: false,
  disable_surveys: true,
  opt_out_useragent_filter: true,
  request_queue_config: { flush_interval_ms: 250 },
  advanced_disable_feature_flags: true,
});

window.isRecorded = () => posthog.sessionRecordingStarted();
