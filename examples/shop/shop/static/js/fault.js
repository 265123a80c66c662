/** What is to go wrong in this document: the name behind `?fault=`, or "". */
export const fault = document.documentElement.dataset.fault ?? "";
